import Foundation

/// Replaces a file as a whole: whoever reads, and whenever the machine stops, there is the old text or the new one.
struct DurableFile {
    /// What is about to happen; a test stops the work there.
    enum Step: String, CaseIterable, Sendable {
        case createTemporary, writeFirstHalf, writeSecondHalf, flushTemporary, rename, flushFolder
    }

    struct Failure: Error {
        let step: Step
        /// What the system said.
        let reason: String
    }

    let path: String
    /// Called before each step; throws to stop as a crash would, with everything left where it is.
    var before: @Sendable (Step) throws -> Void = { _ in }

    /// The file itself where the path is a link: the link stays.
    private var target: URL { URL(fileURLWithPath: path).resolvingSymlinksInPath() }
    private var folder: URL { target.deletingLastPathComponent() }
    private var temporaryPrefix: String { ".\(target.lastPathComponent).new-" }

    /// - Parameter mode: of a file that was not there before; else its mode stays.
    func replace(with bytes: [UInt8], mode: UInt32) throws {
        removeLeftovers()
        let temporary = folder.appending(path: "\(temporaryPrefix)\(getpid())-\(UInt32.random(in: .min ... .max))").path
        try before(.createTemporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(.createTemporary) }
        do {
            defer { close(descriptor) }
            try before(.writeFirstHalf)
            try write(bytes[..<(bytes.count / 2)], to: descriptor, .writeFirstHalf)
            try before(.writeSecondHalf)
            try write(bytes[(bytes.count / 2)...], to: descriptor, .writeSecondHalf)
            var info = stat()
            let kept = stat(target.path, &info) == 0 ? info.st_mode & 0o777 : mode
            try before(.flushTemporary)
            guard fchmod(descriptor, kept) == 0, fsync(descriptor) == 0 else { throw failure(.flushTemporary) }
        } catch let failure as Failure {
            unlink(temporary)
            throw failure
        }
        try before(.rename)
        guard Foundation.rename(temporary, target.path) == 0 else {
            let failure = failure(.rename)
            unlink(temporary)
            throw failure
        }
        try before(.flushFolder)
        let folderDescriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folderDescriptor >= 0 else { throw failure(.flushFolder) }
        defer { close(folderDescriptor) }
        guard fsync(folderDescriptor) == 0 else { throw failure(.flushFolder) }
    }

    /// Files of writers that a crash ended. Only called by whoever has the lock, so nobody else writes one now.
    private func removeLeftovers() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        where name.hasPrefix(temporaryPrefix) {
            unlink(folder.appending(path: name).path)
        }
    }

    private func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32, _ step: Step) throws(Failure) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(step) }
            rest = rest.dropFirst(count)
        }
    }

    private func failure(_ step: Step) -> Failure { Failure(step: step, reason: String(cString: strerror(errno))) }
}
