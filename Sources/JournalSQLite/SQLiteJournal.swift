import FileLocks
import Foundation
import GRDB
import Logging
import RunEngine
import WorkflowModel

/// The journal in one SQLite file.
///
/// WAL mode with full sync: an append that has returned survives the loss of power. One thread writes; what comes in while it waits
/// for the disk goes into the next transaction together (group commit). Readers never wait for it.
public final class SQLiteJournal: JournalReading, JournalWriting, JournalIntake, SendReading {
    public let path: String
    let pool: DatabasePool
    let writer: WriterThread

    /// Opens the file, or makes it. An older layout is migrated.
    ///
    /// A file of a newer version, or one that is no journal, is refused and left as it is.
    public init(path: String, logger: Logger? = nil) throws(JournalError) {
        self.path = path
        let lock = try FileHeader.check(path: path) ? nil : Self.lock(path)
        defer { lock?.release() }
        pool = try Self.translating(path) {
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            configuration.foreignKeysEnabled = true
            configuration.maximumReaderCount = 4
            // Takes effect while the file is made: pages of removed runs can be given back later.
            configuration.prepareDatabase { database in
                if !database.configuration.readonly { try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL") }
            }
            let pool = try DatabasePool(path: path, configuration: configuration)
            try Schema.prepare(pool, path: path)
            // GRDB sets NORMAL after it has switched to WAL, whatever was asked for before; NORMAL may lose commits.
            try pool.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = OFF; PRAGMA wal_autocheckpoint = 0")
            }
            return pool
        }
        writer = WriterThread(pool: pool, path: path, logger: logger)
    }

    /// Waits until nobody else makes the file or gives it another layout: SQLite refuses the second of two that switch to a
    /// write-ahead log, and the migrator, which looks once at what is missing, would make the same tables twice.
    private static func lock(_ path: String) throws(JournalError) -> FileLock? {
        do throws(FileLockError) {
            return try FileLock.acquire(path + "-layout", waits: true)
        } catch {
            throw JournalError(.io, message: "the journal `\(path)` cannot be made: \(error.reason)")
        }
    }

    deinit {
        writer.close()
    }

    public func append(_ entries: [JournalEntry]) async throws(JournalError) {
        let stored = entries.map(StoredEntry.init)
        let path = path
        try await writer.write(isAtomic: stored.count > 1) { statements in
            for entry in stored where try !entry.write(statements) {
                throw JournalError(
                    .conflict,
                    message:
                        "run \(entry.run) in `\(path)` has other records than expected before number \(entry.firstSequence): another process writes it"
                )
            }
        }.get()
    }

    /// Waits until everything that was accepted is on disk, and closes the file. Later calls fail.
    public func close() async {
        writer.close()
        await writer.ended()
        // Moves what stands in the write-ahead log into the file itself. When that fails, the next opening reads it from the log.
        try? await pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try? pool.close()
    }

    /// Runs SQL on the writing connection and gives the first number of the answer; for tests.
    @discardableResult
    func run(sql: String) throws -> Int? {
        try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: sql) }
    }

    /// How many transactions were tried. Appends that came in together share one.
    public var transactionCount: Int { writer.transactionCount }

    /// Does something with the database and names the file in what goes wrong.
    static func translating<Result>(_ path: String, _ body: () throws -> Result) throws(JournalError) -> Result {
        do {
            return try body()
        } catch {
            throw JournalError(error, path: path)
        }
    }
}
