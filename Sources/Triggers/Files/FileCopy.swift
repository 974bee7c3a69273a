import Glibc

/// A copy to another file system, which appears under its name when it is complete and on the disk.
struct FileCopy {
    let from: BytePath
    let to: BytePath

    enum Outcome {
        case copied
        /// There is something of that name.
        case taken
        /// The system's number.
        case failed(Int32)
    }

    func carryOut() -> Outcome {
        let draft = to.parent.appending(
            BytePath(bytes: Array(".ulak-".utf8) + to.name.bytes.suffix(200) + Array("-\(getpid())".utf8)))
        let source = from.withCString { open($0, O_RDONLY | O_CLOEXEC) }
        guard source >= 0 else { return .failed(errno) }
        defer { close(source) }
        let copy = draft.withCString { open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666) }
        guard copy >= 0 else { return .failed(errno) }
        let isWritten = Self.write(source, copy) && fsync(copy) == 0
        let reason = errno
        close(copy)
        defer { _ = draft.withCString { unlink($0) } }
        guard isWritten else { return .failed(reason) }
        if draft.withCString({ new in to.withCString { link(new, $0) } }) == 0 { return .copied }
        if errno == EEXIST { return .taken }
        // No second names on this file system: then the name is taken without a guard against a race.
        if FileStatus(of: to) != .absent { return .taken }
        return draft.withCString({ new in to.withCString { rename(new, $0) } }) == 0 ? .copied : .failed(errno)
    }

    private static func write(_ source: Int32, _ copy: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count <= 0 { return count == 0 }
            var done = 0
            while done < count {
                let written = buffer[done..<count].withUnsafeBytes { Glibc.write(copy, $0.baseAddress, $0.count) }
                if written <= 0 { return false }
                done += written
            }
        }
    }
}
