import Foundation
import RunEngine

/// The first bytes of a file, looked at before SQLite touches it.
enum FileHeader {
    /// `ULAK` in ASCII, which `PRAGMA application_id` puts into the file.
    static let applicationID: Int32 = 0x554C_414B

    /// Refuses a file that is surely no journal. A file that is not there, or empty, becomes one.
    static func check(path: String) throws(JournalError) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return }
        guard !isFolder.boolValue else { throw JournalError(.damaged, message: "`\(path)` is a folder, not a journal file") }
        guard let file = FileHandle(forReadingAtPath: path) else { throw JournalError(.io, message: "`\(path)` cannot be read") }
        defer { try? file.close() }
        let bytes = [UInt8]((try? file.read(upToCount: 100)) ?? Data())
        guard !bytes.isEmpty else { return }
        guard bytes.count == 100, bytes.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw JournalError(.damaged, message: "`\(path)` is not a journal: it is no SQLite file")
        }
        // Zero while the first page stands only in the write-ahead log.
        let id = number(bytes[68..<72])
        guard id == 0 || id == applicationID else {
            throw JournalError(.damaged, message: "`\(path)` is not a journal: it is the database of another program")
        }
        if number(bytes[60..<64]) > Schema.version { throw Schema.newer(path) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int32 {
        bytes.reduce(0) { $0 << 8 | Int32($1) }
    }
}
