import Foundation
import GRDB
import RunEngine
import WorkflowModel

/// One-time codes, in a table of their own beside the runs.
extension SQLiteJournal: OneTimeCodeStore {
    public func issue(
        _ code: OneTimeCode, atMost count: Int, within window: Duration
    ) async throws(JournalError) -> Timestamp? {
        let since = (code.issuedAt + .microseconds(-window.microseconds)).microseconds
        return try await writer.perform { database -> Timestamp? in
            let issued = try Int64.fetchAll(
                database,
                sql: """
                    SELECT issued_at FROM one_time_codes
                    WHERE recipient = ? AND issued_at > ? AND state <> 'withdrawn' ORDER BY issued_at DESC LIMIT ?
                    """, arguments: [code.recipient, since, count])
            if issued.count >= count, let oldest = issued.last { return Timestamp(microseconds: oldest) + window }
            try database.execute(
                sql: "UPDATE one_time_codes SET state = 'replaced' WHERE recipient = ? AND purpose = ? AND state = 'open'",
                arguments: [code.recipient, code.purpose])
            try database.execute(
                sql: """
                    INSERT INTO one_time_codes (id, recipient, purpose, salt, digest, issued_at, expires_at, attempts_left, state)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open')
                    """,
                arguments: [
                    code.id, code.recipient, code.purpose, Data(code.salt), Data(code.digest), code.issuedAt.microseconds,
                    code.expiresAt.microseconds, code.attempts,
                ])
            // Neither good nor counted any more.
            try database.execute(
                sql: "DELETE FROM one_time_codes WHERE issued_at <= ? AND expires_at <= ?",
                arguments: [since, code.issuedAt.microseconds])
            return nil
        }.get()
    }

    public func withdraw(_ id: String) async throws(JournalError) {
        try await writer.perform { database in
            try database.execute(
                sql: "UPDATE one_time_codes SET state = 'withdrawn' WHERE id = ? AND state = 'open'", arguments: [id])
        }.get()
    }

    public func verify(
        recipient: String, purpose: String, by claimant: String, at time: Timestamp,
        _ matches: @escaping @Sendable (_ salt: [UInt8], _ digest: [UInt8]) -> Bool
    ) async throws(JournalError) -> OneTimeCodeVerdict {
        try await writer.perform { database -> OneTimeCodeVerdict in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT id, salt, digest, expires_at, attempts_left, state, claimant FROM one_time_codes
                    WHERE recipient = ? AND purpose = ? AND state IN ('open', 'used') ORDER BY issued_at DESC, id DESC LIMIT 1
                    """, arguments: [recipient, purpose])
            guard let row else { return .none }
            let id: String = row["id"], salt: Data = row["salt"], digest: Data = row["digest"]
            if row["state"] == "used" {
                return row["claimant"] == claimant && matches(Array(salt), Array(digest)) ? .right : .none
            }
            guard row["expires_at"] > time.microseconds else { return .expired }
            let left: Int = row["attempts_left"]
            guard left > 0 else { return .usedUp }
            if matches(Array(salt), Array(digest)) {
                try database.execute(
                    sql: "UPDATE one_time_codes SET state = 'used', claimant = ? WHERE id = ?", arguments: [claimant, id])
                return .right
            }
            try database.execute(sql: "UPDATE one_time_codes SET attempts_left = ? WHERE id = ?", arguments: [left - 1, id])
            return left > 1 ? .wrong(attemptsLeft: left - 1) : .usedUp
        }.get()
    }
}
