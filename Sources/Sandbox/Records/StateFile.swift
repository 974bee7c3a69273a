import Foundation
import Values

/// The records of a sandbox in a file: a line of JSON each, the first one names the format and the seeds.
///
/// A line is appended with one call before its change takes effect, so that a process that is killed has answered nothing that the
/// file doesn't hold. A last line without its end was cut off by that, and is dropped. The file is locked while it is open.
final class StateFile {
    private var descriptor: Int32
    private let path: String

    /// What the file held when it was opened.
    struct Contents {
        var seeds: SandboxSeeds
        var startedAt: Date
        var records: [StateRecord]
    }

    /// A snapshot may stand in a file since format 2.
    private static let format = 2
    private static let readableFormats = 1...2

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        close()
    }

    /// Gives the lock back at once, whoever still knows this object.
    func close() {
        guard descriptor >= 0 else { return }
        // A process that was just forked has the descriptor too, until it has begun its program; the lock must not wait for that.
        flock(descriptor, LOCK_UN)
        _ = Foundation.close(descriptor)
        descriptor = -1
    }

    /// Opens a file, which is made when it is not there.
    ///
    /// - Returns: its contents, nil for a new one, which then needs `restart`.
    static func open(_ path: String) throws(StateFileError) -> (file: StateFile, contents: Contents?) {
        let descriptor = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StateFileError("cannot open `\(path)`: \(String(cString: strerror(errno)))") }
        let file = StateFile(descriptor: descriptor, path: path)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw StateFileError("`\(path)` is in use by another sandbox")
        }
        return (file, try file.read())
    }

    /// Empties the file and writes the first line.
    func restart(seeds: SandboxSeeds, at moment: Date) throws(StateFileError) {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw StateFileError("cannot write to `\(path)`: \(String(cString: strerror(errno)))")
        }
        try write([
            "ulak_sandbox": .int(Int64(Self.format)), "at": .double(moment.timeIntervalSince1970),
            "codes_seed": .string(String(seeds.codes)), "faults_seed": .string(String(seeds.faults)),
        ])
    }

    /// Puts a snapshot in the place of all lines. The file is as before when that fails.
    func compact(_ snapshot: StateSnapshot, seeds: SandboxSeeds, startedAt: Date) throws(StateFileError) {
        let other = path + ".new"
        let replacement = StateFile(
            descriptor: Foundation.open(other, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600), path: other)
        guard replacement.descriptor >= 0, flock(replacement.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw StateFileError("cannot write to `\(other)`: \(String(cString: strerror(errno)))")
        }
        do throws(StateFileError) {
            try replacement.restart(seeds: seeds, at: startedAt)
            try replacement.append(.snapshot(snapshot))
            guard fsync(replacement.descriptor) == 0, rename(other, path) == 0 else {
                throw StateFileError("cannot put `\(other)` in the place of `\(path)`: \(String(cString: strerror(errno)))")
            }
        } catch {
            unlink(other)
            throw error
        }
        swap(&descriptor, &replacement.descriptor)
        replacement.close()
    }

    func append(_ record: StateRecord) throws(StateFileError) {
        try write(record.value)
    }

    private func write(_ value: Value) throws(StateFileError) {
        let line = JSONWriter().write(value) + [UInt8(ascii: "\n")]
        let end = lseek(descriptor, 0, SEEK_CUR)
        var written = 0
        while written < line.count {
            let count = line[written...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let reason = String(cString: strerror(errno))
                // Half a line must not stand before the next one.
                if end >= 0, ftruncate(descriptor, end) == 0 { lseek(descriptor, end, SEEK_SET) }
                throw StateFileError("cannot write to `\(path)`: \(reason)")
            }
            written += count
        }
    }

    private func read() throws(StateFileError) -> Contents? {
        guard let bytes = FileManager.default.contents(atPath: path).map(Array.init) else {
            throw StateFileError("cannot read `\(path)`")
        }
        let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let lines = bytes[..<whole].split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first else {
            guard bytes.isEmpty || bytes.starts(with: Array("{\"ulak_sandbox\"".utf8)) else {
                throw StateFileError("`\(path)` is not a state file of the sandbox")
            }
            return nil
        }
        guard let head = try? JSONReader().read(Array(first)), let format = head["ulak_sandbox"]?.lenientInt,
            let at = head["at"]?.numberValue, let codes = head["codes_seed"]?.stringValue.flatMap({ UInt64($0) }),
            let faults = head["faults_seed"]?.stringValue.flatMap({ UInt64($0) })
        else { throw StateFileError("`\(path)` is not a state file of the sandbox") }
        guard Self.readableFormats.contains(format) else {
            throw StateFileError("`\(path)` has format \(format), expected \(Self.format): another version of Ulak wrote it")
        }
        var records: [StateRecord] = []
        for (index, line) in lines.enumerated().dropFirst() {
            guard let value = try? JSONReader().read(Array(line)), let record = StateRecord(value) else {
                throw StateFileError("`\(path)` is damaged at line \(index + 1)")
            }
            records.append(record)
        }
        guard ftruncate(descriptor, off_t(whole)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
            throw StateFileError("cannot write to `\(path)`: \(String(cString: strerror(errno)))")
        }
        return Contents(
            seeds: SandboxSeeds(codes: codes, faults: faults), startedAt: Date(timeIntervalSince1970: at), records: records)
    }
}

/// Why a state file cannot be used.
public struct StateFileError: Error, Equatable, Sendable, CustomStringConvertible {
    public let message: String

    init(_ message: String) {
        self.message = message
    }

    public var description: String { message }
}
