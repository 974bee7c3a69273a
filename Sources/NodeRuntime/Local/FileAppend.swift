import Glibc
import RunEngine
import WorkflowModel

/// Adds bytes to the end of a file. Done twice they would be there twice, so it says honestly when it does not know.
struct FileAppend {
    let path: LocalPath
    let bytes: [UInt8]

    func carryOut() throws(NodeFailure) -> NodeOutcome {
        let file = path.withCString { open($0, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o666) }
        guard file >= 0 else { throw .system(errno, "append to", path) }
        defer { close(file) }
        var before = stat()
        guard fstat(file, &before) == 0, before.st_mode & S_IFMT == S_IFREG else {
            throw NodeFailure(code: "no_file", class: .input, message: "`\(path.text)` is no ordinary file")
        }
        if Self.writeAll(bytes, to: file) {
            if fsync(file) == 0 { return FileWriteNode.written(path, bytes) }
        }
        let reason = errno
        // Only while nobody else has added something can a part of it be taken back.
        var after = stat()
        if fstat(file, &after) == 0, after.st_size <= before.st_size + bytes.count, ftruncate(file, before.st_size) == 0,
            fsync(file) == 0
        {
            throw .system(reason, "append to", path)
        }
        return .unknown(
            UnknownReason(.reset, message: "a part may stand at the end of `\(path.text)`: \(String(cString: strerror(reason)))"))
    }

    static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return false }
            done += count
        }
        return true
    }
}
