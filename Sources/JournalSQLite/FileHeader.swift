import Foundation
import RunEngine

/// The first bytes of a file, looked at before SQLite touches it.
enum FileHeader {
    /// `ULAK` in ASCII, which `PRAGMA application_id` puts into the file.
    static let applicationID: Int32 = 0x554C_414B

    /// Refuses a file that is surely no journal. A file that is not there, or empty, becomes one.
    ///
    /// - Returns: whether the file says itself that it is a journal of the present layout, with a write-ahead log.
    static func check(path: String) throws(JournalError) -> Bool {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return false }
        guard !isFolder.boolValue else { throw JournalError(.damaged, message: "`\(path)` is a folder, not a journal file") }
        guard let file = FileHandle(forReadingAtPath: path) else { throw JournalError(.io, message: "`\(path)` cannot be read") }
        defer { try? file.close() }
        let bytes = [UInt8]((try? file.read(upToCount: 100)) ?? Data())
        guard !bytes.isEmpty else { return false }
        guard bytes.count == 100, bytes.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw JournalError(.damaged, message: "`\(path)` is not a journal: it is no SQLite file")
        }
        // Zero while the first page stands only in the write-ahead log.
        let id = number(bytes[68..<72])
        guard id == 0 || id == applicationID else {
            throw JournalError(.damaged, message: "`\(path)` is not a journal: it is the database of another program")
        }
        let version = number(bytes[60..<64])
        if version > Schema.version { throw Schema.newer(path) }
        return id == applicationID && version == Schema.version && bytes[18] == 2 && bytes[19] == 2
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int32 {
        bytes.reduce(0) { $0 << 8 | Int32($1) }
    }
}
