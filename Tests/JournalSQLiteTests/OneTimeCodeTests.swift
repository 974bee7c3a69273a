import RunEngine
import TestKit
import Testing
import WorkflowModel

@testable import JournalSQLite

@Suite("One-time codes in the journal's file")
struct OneTimeCodeTests {
    static let start = SampleRecords.start

    static func code(
        _ id: String, to recipient: String = "905550000001", for purpose: String = "login", digest: UInt8 = 1,
        at time: Timestamp = start,
        lifetime: Duration = .seconds(300), attempts: Int = 3
    ) -> OneTimeCode {
        OneTimeCode(
            id: id, recipient: recipient, purpose: purpose, salt: [7], digest: [digest], issuedAt: time,
            expiresAt: time + lifetime,
            attempts: attempts)
    }

    /// A guess is the byte of the digest.
    static func guess(
        _ journal: SQLiteJournal, _ guess: UInt8, for purpose: String = "login", by claimant: String = "run/check",
        after wait: Duration = .seconds(1)
    ) async throws -> OneTimeCodeVerdict {
        try await journal.verify(recipient: "905550000001", purpose: purpose, by: claimant, at: start + wait) { salt, digest in
            salt == [7] && digest == [guess]
        }
    }

    private func withJournal(_ body: (SQLiteJournal) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let journal = try SQLiteJournal(path: folder.journal)
        try await body(journal)
        await journal.close()
    }

    @Test("a right guess is good once, and for the same attempt again")
    func once() async throws {
        try await withJournal { journal in
            let early = try await Self.guess(journal, 1)
            #expect(early == .none)
            let next = try await journal.issue(Self.code("a"), atMost: 5, within: .seconds(3600))
            #expect(next == nil)
            #expect(try await Self.guess(journal, 1, for: "payment") == .none)
            #expect(try await Self.guess(journal, 1) == .right)
            #expect(try await Self.guess(journal, 1) == .right)
            #expect(try await Self.guess(journal, 2) == .none)
            #expect(try await Self.guess(journal, 1, by: "other/check") == .none)
        }
    }

    @Test("guesses run out, and time does")
    func limits() async throws {
        try await withJournal { journal in
            _ = try await journal.issue(Self.code("a", attempts: 2), atMost: 5, within: .seconds(3600))
            #expect(try await Self.guess(journal, 9) == .wrong(attemptsLeft: 1))
            #expect(try await Self.guess(journal, 9) == .usedUp)
            #expect(try await Self.guess(journal, 1) == .usedUp)
            _ = try await journal.issue(Self.code("b", at: Self.start + .seconds(1)), atMost: 5, within: .seconds(3600))
            #expect(try await Self.guess(journal, 1, after: .seconds(301)) == .expired)
        }
    }

    @Test("a new code takes the place of the one before it; a withdrawn one is none")
    func replaced() async throws {
        try await withJournal { journal in
            _ = try await journal.issue(Self.code("a", digest: 1), atMost: 5, within: .seconds(3600))
            _ = try await journal.issue(
                Self.code("b", digest: 2, at: Self.start + .seconds(1)), atMost: 5, within: .seconds(3600))
            #expect(try await Self.guess(journal, 1) == .wrong(attemptsLeft: 2))
            try await journal.withdraw("b")
            #expect(try await Self.guess(journal, 2) == .none)
        }
    }

    @Test("so many codes an hour go to one number; withdrawn ones do not count")
    func rate() async throws {
        try await withJournal { journal in
            for (place, id) in ["a", "b", "c"].enumerated() {
                let code = Self.code(id, at: Self.start + .seconds(place))
                let next = try await journal.issue(code, atMost: 2, within: .seconds(3600))
                #expect(next == (place < 2 ? nil : Self.start + .seconds(3600)))
            }
            #expect(try await journal.issue(Self.code("d", to: "905550000002"), atMost: 2, within: .seconds(3600)) == nil)
            try await journal.withdraw("b")
            #expect(
                try await journal.issue(Self.code("e", at: Self.start + .seconds(5)), atMost: 2, within: .seconds(3600)) == nil)
            #expect(
                try await journal.issue(Self.code("f", at: Self.start + .seconds(3601)), atMost: 2, within: .seconds(3600)) == nil
            )
        }
    }

    @Test("codes survive a restart")
    func restart() async throws {
        let folder = try TemporaryFolder()
        let first = try SQLiteJournal(path: folder.journal)
        _ = try await first.issue(Self.code("a"), atMost: 5, within: .seconds(3600))
        await first.close()
        let second = try SQLiteJournal(path: folder.journal)
        #expect(try await Self.guess(second, 1) == .right)
        await second.close()
    }
}
