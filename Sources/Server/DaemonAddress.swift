import Foundation
import Values

/// Where a running daemon is reached: the file `daemon.json` beside the journal, which commands read to find out whether to talk to a daemon or
/// to the journal.
///
/// The file names the token's file and does not hold the token. Only its owner can read it (mode 0600).
public struct DaemonAddress: Equatable, Sendable {
    /// Without a slash at its end, such as `http://127.0.0.1:7373`.
    public var url: String
    /// The process, to tell a daemon from the file of one that was killed.
    public var pid: Int32
    /// The file that holds the token; nil where none is needed.
    public var tokenPath: String?

    public init(url: String, pid: Int32 = ProcessInfo.processInfo.processIdentifier, tokenPath: String?) {
        self.url = url
        self.pid = pid
        self.tokenPath = tokenPath
    }

    /// What a look for a daemon finds.
    public enum Lookup: Equatable, Sendable {
        case running(DaemonAddress)
        /// There is no file, or the process that wrote it has ended.
        case none
        /// There is a file that cannot be used.
        case unusable(path: String, reason: String)
    }

    /// `.ulak/daemon.json` for `.ulak/journal.sqlite`.
    public static func path(journal: String) -> String {
        URL(fileURLWithPath: journal).deletingLastPathComponent().appending(path: "daemon.json").path
    }

    // MARK: The daemon's side

    /// Writes the file in one step: nobody ever reads half of it.
    public func write(to path: String) throws(DaemonAddressError) {
        var object: ValueObject = ["url": .string(url), "pid": .int(Int64(pid))]
        if let tokenPath { object.set("token_path", to: .string(tokenPath)) }
        let temporary = "\(path).\(pid)"
        let data = Data(JSONWriter(layout: .indented).write(.object(object)) + [0x0A])
        let manager = FileManager.default
        _ = unlink(temporary)
        guard manager.createFile(atPath: temporary, contents: data, attributes: [.posixPermissions: 0o600]),
            rename(temporary, path) == 0
        else {
            _ = unlink(temporary)
            throw DaemonAddressError(path: path)
        }
    }

    /// Takes the file away unless another daemon has written it since.
    public func remove(from path: String) {
        guard case .success(let found) = Self.read(path), found == self else { return }
        _ = unlink(path)
    }

    // MARK: The side of the commands

    /// Looks for a daemon that runs.
    public static func find(at path: String) -> Lookup {
        switch read(path) {
        case .failure(.missing): return .none
        case .failure(.unusable(let reason)): return .unusable(path: path, reason: reason)
        case .success(let address):
            // EPERM: it is there, but belongs to somebody else.
            return kill(address.pid, 0) == 0 || errno == EPERM ? .running(address) : .none
        }
    }

    private enum ReadFailure: Error {
        case missing
        case unusable(String)
    }

    private static func read(_ path: String) -> Result<DaemonAddress, ReadFailure> {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return .failure(errno == ENOENT ? .missing : .unusable("it cannot be read"))
        }
        // Whoever else may write it could lead commands, with their token, to another server.
        guard status.st_uid == geteuid() || status.st_uid == 0 else { return .failure(.unusable("it belongs to another user")) }
        guard status.st_mode & 0o022 == 0 else { return .failure(.unusable("others may write it; expected mode 0600")) }
        guard let data = FileManager.default.contents(atPath: path), data.count < 64 << 10,
            let value = try? JSONReader().read(Array(data)), let url = value["url"]?.stringValue,
            url.hasPrefix("http://") || url.hasPrefix("https://"),
            let pid = value["pid"]?.intValue.flatMap({ Int32(exactly: $0) }), pid > 0
        else { return .failure(.unusable("it is no address of a daemon")) }
        return .success(DaemonAddress(url: url, pid: pid, tokenPath: value["token_path"]?.stringValue))
    }

    /// The token out of its file; nil where none is needed.
    public func token() throws(DaemonAddressError) -> String? {
        guard let tokenPath else { return nil }
        guard let data = FileManager.default.contents(atPath: tokenPath), let text = String(bytes: data, encoding: .utf8) else {
            throw DaemonAddressError(path: tokenPath)
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// A file of the daemon that cannot be written or read.
public struct DaemonAddressError: Error, Equatable, Sendable, CustomStringConvertible {
    public let path: String

    public var description: String { "cannot use the file `\(path)`" }
}
