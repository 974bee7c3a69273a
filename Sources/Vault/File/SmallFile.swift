import Foundation
import WorkflowModel

/// Reads a whole file that a person names, with what its owner and mode say, from one opened descriptor.
enum SmallFile {
    struct Contents {
        let bytes: [UInt8]
        /// The permission bits, such as 0o600.
        let mode: UInt32
        let owner: UInt32
        /// Changes when the file does.
        let stamp: Stamp
    }

    /// Enough to see that a file is another one, or was written since.
    struct Stamp: Equatable {
        let device: UInt64
        let inode: UInt64
        let size: Int64
        let seconds: Int
        let nanoseconds: Int
    }

    enum Problem: Error {
        case absent
        case folder
        case larger(than: Int)
        /// With what the system said.
        case refused(String)
    }

    static func read(_ path: String, limit: Int) throws(Problem) -> Contents {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw errno == ENOENT || errno == ENOTDIR ? .absent : .refused(String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw .refused(String(cString: strerror(errno))) }
        guard info.st_mode & S_IFMT != S_IFDIR else { throw .folder }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        defer { chunk.withUnsafeMutableBytes { wipe($0) } }
        while true {
            let count = chunk.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .refused(String(cString: strerror(errno))) }
            if count == 0 { break }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw .larger(than: limit) }
        }
        return Contents(
            bytes: bytes, mode: UInt32(info.st_mode & 0o777), owner: info.st_uid, stamp: stamp(info))
    }

    static func stamp(of path: String) -> Stamp? {
        var info = stat()
        return stat(path, &info) == 0 ? stamp(info) : nil
    }

    private static func stamp(_ info: stat) -> Stamp {
        Stamp(
            device: UInt64(info.st_dev), inode: UInt64(info.st_ino), size: Int64(info.st_size), seconds: Int(info.st_mtim.tv_sec),
            nanoseconds: Int(info.st_mtim.tv_nsec))
    }

    static func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
        if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
    }
}

extension Secret {
    /// A secret as people put it into files and pipes: one line end at the end does not belong to it.
    public init(fileContents bytes: [UInt8]) {
        var end = bytes.count
        if end > 0, bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
        if end > 0, end < bytes.count, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        self.init(bytes: bytes[..<end])
    }
}
