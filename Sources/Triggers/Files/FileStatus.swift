import Glibc
import Values
import WorkflowModel

/// What the system says of a path now. Links are followed.
enum FileStatus: Equatable {
    case file(FileVersion, links: Int)
    case folder
    /// A pipe, a socket, a device.
    case other
    /// It does not exist, or may not be looked at.
    case absent

    init(of path: BytePath) {
        var found = stat()
        guard path.withCString({ stat($0, &found) }) == 0 else {
            self = .absent
            return
        }
        switch found.st_mode & S_IFMT {
        case S_IFREG: self = .file(FileVersion(found), links: Int(found.st_nlink))
        case S_IFDIR: self = .folder
        default: self = .other
        }
    }
}

/// What tells two contents of one path apart without reading them.
struct FileVersion: Hashable, Sendable {
    var size: Int64
    /// Since 1970.
    var seconds: Int64
    var nanoseconds: Int64
    /// Replacing a file through rename changes it, even where size and time stay.
    var inode: UInt64

    init(_ found: stat) {
        size = Int64(found.st_size)
        seconds = Int64(found.st_mtim.tv_sec)
        nanoseconds = Int64(found.st_mtim.tv_nsec)
        inode = UInt64(found.st_ino)
    }

    /// Size and time, as part of an occurrence's key and of an event. The inode is left out: it changes when a backup is put back.
    var text: String {
        let fraction = String(nanoseconds)
        return "\(size)-\(seconds).\(String(repeating: "0", count: 9 - fraction.count))\(fraction)"
    }

    var modifiedAt: Timestamp { Timestamp(microseconds: seconds * 1_000_000 + nanoseconds / 1000) }
}

/// The names in a folder.
enum FolderListing {
    enum Kind { case file, folder, unknown }

    /// Without `.` and `..`; nil where it cannot be read.
    static func entries(of folder: BytePath) -> [(name: BytePath, kind: Kind)]? {
        guard let handle = folder.withCString({ opendir($0) }) else { return nil }
        defer { closedir(handle) }
        var entries: [(BytePath, Kind)] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: UInt8.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) { start in
                    Array(
                        UnsafeBufferPointer(
                            start: start, count: strlen(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))))
                }
            }
            if name == [0x2E] || name == [0x2E, 0x2E] { continue }
            let kind: Kind =
                switch Int(entry.pointee.d_type) {
                case Int(DT_REG): .file
                case Int(DT_DIR): .folder
                default: .unknown
                }
            entries.append((BytePath(bytes: name), kind))
        }
        return entries
    }
}
