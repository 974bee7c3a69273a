import GRDB
import RunEngine

extension JournalError {
    /// What went wrong with the file, in words for people.
    init(_ error: any Error, path: String) {
        if let error = error as? JournalError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.io, message: "the journal `\(path)` failed: \(error)")
            return
        }
        let detail = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: self.init(.full, message: "there is no room left for the journal `\(path)`")
        case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.busy, message: "another process holds the journal `\(path)` for too long")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self.init(.damaged, message: "the journal `\(path)` is damaged: \(detail)")
        case .SQLITE_CANTOPEN: self.init(.io, message: "the journal `\(path)` cannot be opened: \(detail)")
        case .SQLITE_READONLY, .SQLITE_PERM: self.init(.io, message: "the journal `\(path)` cannot be written: \(detail)")
        default: self.init(.io, message: "the journal `\(path)` failed: \(detail)")
        }
    }
}
