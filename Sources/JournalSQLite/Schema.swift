import GRDB
import RunEngine

/// The tables of the journal and how older layouts become the present one.
enum Schema {
    /// The number of the last migration, kept in `PRAGMA user_version` and so in the file's header.
    static let version: Int32 = 3

    static func newer(_ path: String) -> JournalError {
        JournalError(
            .newer, message: "the journal `\(path)` was written by a newer version of ulak; use that version, or another file")
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 runs and records") { database in
            try database.execute(
                sql: """
                    CREATE TABLE plans (
                        hash TEXT NOT NULL PRIMARY KEY,
                        source TEXT NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE runs (
                        id TEXT NOT NULL PRIMARY KEY,
                        workflow TEXT NOT NULL,
                        plan_hash TEXT NOT NULL REFERENCES plans (hash),
                        trigger TEXT,
                        status TEXT NOT NULL,
                        started_at INTEGER NOT NULL,
                        finished_at INTEGER,
                        updated_at INTEGER NOT NULL,
                        next_due INTEGER,
                        next_seq INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX runs_by_workflow ON runs (workflow, id);
                    CREATE INDEX open_runs ON runs (id) WHERE finished_at IS NULL;
                    CREATE INDEX due_runs ON runs (next_due) WHERE next_due IS NOT NULL;
                    CREATE INDEX finished_runs ON runs (finished_at) WHERE finished_at IS NOT NULL;
                    CREATE TABLE records (
                        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
                        seq INTEGER NOT NULL,
                        body BLOB NOT NULL,
                        PRIMARY KEY (run_id, seq)
                    ) STRICT, WITHOUT ROWID;
                    PRAGMA application_id = \(FileHeader.applicationID);
                    PRAGMA user_version = 1;
                    """)
        }
        migrator.registerMigration("2 intake and events") { database in
            try database.execute(
                sql: """
                    CREATE TABLE occurrences (
                        source TEXT NOT NULL,
                        key TEXT NOT NULL,
                        run_id TEXT NOT NULL,
                        kept_until INTEGER,
                        PRIMARY KEY (source, key)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX occurrences_by_end ON occurrences (kept_until) WHERE kept_until IS NOT NULL;
                    CREATE TABLE cursors (
                        source TEXT NOT NULL PRIMARY KEY,
                        body TEXT NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE run_groups (
                        group_key TEXT NOT NULL,
                        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
                        max_open INTEGER NOT NULL,
                        is_admitted INTEGER NOT NULL,
                        PRIMARY KEY (group_key, run_id)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX groups_of_run ON run_groups (run_id);
                    CREATE INDEX queued_runs ON run_groups (run_id) WHERE is_admitted = 0;
                    CREATE TABLE awaited (
                        name TEXT NOT NULL,
                        key TEXT NOT NULL,
                        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
                        PRIMARY KEY (name, key, run_id)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX awaited_by_run ON awaited (run_id);
                    CREATE TABLE events (
                        name TEXT NOT NULL,
                        key TEXT NOT NULL,
                        id TEXT NOT NULL,
                        at INTEGER NOT NULL,
                        body TEXT NOT NULL,
                        PRIMARY KEY (name, key, id)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX events_by_time ON events (at);
                    PRAGMA user_version = 2;
                    """)
        }
        migrator.registerMigration("3 sends") { database in
            try database.execute(
                sql: """
                    CREATE TABLE sends (
                        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
                        step TEXT NOT NULL,
                        item INTEGER NOT NULL,
                        attempt INTEGER NOT NULL,
                        node TEXT NOT NULL,
                        started_at INTEGER NOT NULL,
                        state TEXT NOT NULL,
                        PRIMARY KEY (run_id, step, item)
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX sends_by_time ON sends (started_at);
                    CREATE INDEX open_sends ON sends (started_at) WHERE \(SendTable.isOpen);
                    PRAGMA user_version = 3;
                    """)
            try SendTable.fillFromHeldRuns(database)
        }
        // By a name of its own, beside the numbered layouts: it touches none of their tables.
        migrator.registerMigration("otp-1 one-time codes") { database in
            try database.execute(
                sql: """
                    CREATE TABLE one_time_codes (
                        id TEXT NOT NULL PRIMARY KEY,
                        recipient TEXT NOT NULL,
                        purpose TEXT NOT NULL,
                        salt BLOB NOT NULL,
                        digest BLOB NOT NULL,
                        issued_at INTEGER NOT NULL,
                        expires_at INTEGER NOT NULL,
                        attempts_left INTEGER NOT NULL,
                        state TEXT NOT NULL,
                        claimant TEXT
                    ) STRICT, WITHOUT ROWID;
                    CREATE INDEX codes_by_recipient ON one_time_codes (recipient, issued_at);
                    """)
        }
        return migrator
    }

    /// Brings the file to the present layout. Nothing is written to a file of a newer version or of another program.
    static func prepare(_ pool: DatabasePool, path: String) throws {
        let (isNewer, isForeign, isCurrent) = try pool.read { database in
            let id = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            // The list of migrations comes before the first of them, which brings the id: another process may be between the two.
            let tables =
                try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations'") ?? 0
            return (
                try migrator.hasBeenSuperseded(database), id != FileHeader.applicationID && tables > 0,
                try migrator.hasCompletedMigrations(database)
            )
        }
        if isForeign {
            throw JournalError(.damaged, message: "`\(path)` is not a journal: it is the database of another program")
        }
        if isNewer { throw newer(path) }
        if isCurrent { return }
        try migrator.migrate(pool)
        // Puts the application id into the file itself, where it is looked for before the next opening.
        try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }
}
