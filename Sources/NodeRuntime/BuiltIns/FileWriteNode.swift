import Foundation
import Glibc
import NodeCatalog
import RunEngine
import Values
import WorkflowModel

/// `file.write`: text into a file, all of it or nothing.
struct FileWriteNode: NativeNode {
    let access: LocalAccess

    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome {
        await BlockingWork.run { _ in
            do throws(NodeFailure) {
                let path = try access.path(parameters)
                let bytes = try Self.bytes(parameters)
                if parameters["folders"]?.boolValue ?? false { try Self.makeFolders(path.parent) }
                switch parameters["mode"]?.stringValue {
                case "append": return try FileAppend(path: path, bytes: bytes).carryOut()
                case "create": return try create(path, bytes, invocation)
                default: return try replace(path, bytes, invocation)
                }
            } catch {
                return .failed(error)
            }
        }
    }

    private static func bytes(_ parameters: ValueObject) throws(NodeFailure) -> [UInt8] {
        let text = parameters["text"]?.stringValue ?? ""
        let name = parameters["encoding"]?.stringValue ?? ""
        if name == "base64" {
            guard let data = Data(base64Encoded: text) else {
                throw NodeFailure(code: "encoding", class: .input, message: "`text` is no base 64 text")
            }
            return Array(data)
        }
        do throws(UnencodableCharacter) {
            return try (TextEncoding(rawValue: name) ?? .utf8).encode(text).get()
        } catch {
            throw NodeFailure(
                code: "encoding", class: .input,
                message:
                    "`text` holds `\(error.scalar)` (U+\(String(error.scalar.value, radix: 16, uppercase: true))), which \(name) does not have"
            )
        }
    }

    private static func makeFolders(_ folder: LocalPath) throws(NodeFailure) {
        var status = stat()
        if folder.withCString({ stat($0, &status) }) == 0 { return }
        if folder.bytes.count > 1 { try makeFolders(folder.parent) }
        if folder.withCString({ mkdir($0, 0o777) }) != 0, errno != EEXIST { throw .system(errno, "make the folder of", folder) }
    }

    /// A new file takes the place of the old one: whoever reads sees the one or the other.
    private func replace(_ path: LocalPath, _ bytes: [UInt8], _ invocation: NodeInvocation) throws(NodeFailure) -> NodeOutcome {
        let draft = try draft(path, bytes, invocation)
        guard draft.withCString({ from in path.withCString { rename(from, $0) } }) == 0 else {
            let reason = errno
            _ = draft.withCString { unlink($0) }
            throw .system(reason, "write", path)
        }
        try Self.sync(path.parent)
        return Self.written(path, bytes)
    }

    /// Where the file exists with the same content, this step wrote it before a restart, or somebody else did; either way it is there.
    private func create(_ path: LocalPath, _ bytes: [UInt8], _ invocation: NodeInvocation) throws(NodeFailure) -> NodeOutcome {
        let draft = try draft(path, bytes, invocation)
        let linked = draft.withCString { from in path.withCString { link(from, $0) } } == 0
        let reason = errno
        _ = draft.withCString { unlink($0) }
        guard linked || (reason == EEXIST && Self.holds(path, bytes)) else { throw .system(reason, "create", path) }
        try Self.sync(path.parent)
        return Self.written(path, bytes)
    }

    private static func holds(_ path: LocalPath, _ bytes: [UInt8]) -> Bool {
        var buffer = [UInt8](repeating: 0, count: bytes.count + 1)
        guard let file = try? OpenFile(reading: path), (try? file.read(into: &buffer)) == bytes.count else { return false }
        return buffer.dropLast() == bytes[...]
    }

    private func draft(_ path: LocalPath, _ bytes: [UInt8], _ invocation: NodeInvocation) throws(NodeFailure) -> LocalPath {
        // The same name for each attempt, so that a crash leaves no more than one behind.
        let draft = path.beside(".ulak-\(invocation.run)-\(invocation.step)-\(invocation.item.map(String.init) ?? "")")
        let file = draft.withCString { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666) }
        guard file >= 0 else { throw .system(errno, "write", path) }
        var old = stat()
        if path.withCString({ stat($0, &old) }) == 0 { fchmod(file, old.st_mode & 0o7777) }
        let isWritten = FileAppend.writeAll(bytes, to: file) && fsync(file) == 0
        let reason = errno
        close(file)
        guard isWritten else {
            _ = draft.withCString { unlink($0) }
            throw .system(reason, "write", path)
        }
        return draft
    }

    /// The name is on the disk too.
    private static func sync(_ folder: LocalPath) throws(NodeFailure) {
        let opened = folder.withCString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard opened >= 0 else { throw .system(errno, "open the folder of", folder) }
        defer { close(opened) }
        guard fsync(opened) == 0 else { throw .system(errno, "write", folder) }
    }

    static func written(_ path: LocalPath, _ bytes: [UInt8]) -> NodeOutcome {
        .succeeded(["path": .string(path.text), "bytes": .int(Int64(bytes.count))])
    }
}
