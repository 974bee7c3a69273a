import RunEngine
import Values
import WorkflowModel

/// What every journal must do. Each check gets an empty journal and throws `Violation` when a promise is broken.
public enum JournalConformance {
    public struct Check: Sendable, CustomStringConvertible {
        public let description: String
        public let run: @Sendable (any Journal) async throws -> Void
    }

    public struct Violation: Error, CustomStringConvertible {
        public let description: String
    }

    static func require(_ condition: Bool, _ promise: @autoclosure () -> String) throws {
        if !condition { throw Violation(description: promise()) }
    }

    static func entry(_ run: RunID, _ records: [RunRecord], from first: Int = 0, upTo: Int? = nil) throws -> JournalEntry {
        let end = upTo ?? records.count
        guard let snapshot = RunSnapshot(records: records[..<end]) else { throw Violation(description: "no snapshot") }
        return JournalEntry(
            run: run, firstSequence: first, records: Array(records[first..<end]), summary: snapshot.summary,
            planSource: first == 0 ? source : nil)
    }

    static let source = PlanSource(path: "orders.yaml", text: "name: orders\n", manifests: ["nodes/x/y.yaml": "title: ğ\n"])

    static func append(_ journal: any Journal, _ entries: [JournalEntry], expecting code: JournalError.Code) async throws {
        do throws(JournalError) {
            try await journal.append(entries)
        } catch {
            return try require(error.code == code, "expected the error `\(code)`, found `\(error.code)`: \(error.message)")
        }
        throw Violation(description: "expected the error `\(code)`, but the append succeeded")
    }

    public static let checks: [Check] =
        [
            Check(description: "gives back every kind of record as it was") { journal in
                let run = SampleRecords.id(1), records = SampleRecords.all(run)
                try await journal.append([try entry(run, records)])
                try require(try await journal.records(of: run) == records, "records come back unchanged and in order")
            },
            Check(description: "takes deep values and large ones") { journal in
                let run = SampleRecords.id(1)
                let deep = (0..<200).reduce(Value.string("in the middle")) { inner, _ in ["a": inner] }
                let large = Value.string(String(repeating: "ş", count: 3 << 20))
                let key = AttemptKey(step: StepID("notify"), attempt: 1)
                let records: [RunRecord] = [
                    .runStarted(SampleRecords.runStarted(run)),
                    .attemptStarted(AttemptStarted(key: key, parameters: deep, at: SampleRecords.start)),
                    .attemptFinished(AttemptFinished(key: key, outcome: .succeeded(large), at: SampleRecords.start)),
                ]
                try await journal.append([try entry(run, records)])
                try require(try await journal.records(of: run) == records, "they come back unchanged")
            },
            Check(description: "grows a run append by append") { journal in
                let run = SampleRecords.id(1), records = SampleRecords.all(run)
                for place in records.indices {
                    try await journal.append([try entry(run, records, from: place, upTo: place + 1)])
                    try require(try await journal.records(of: run) == Array(records[...place]), "\(place + 1) records are there")
                    let summary = try await journal.summary(of: run)
                    try require(
                        summary == RunSnapshot(records: records[...place])?.summary, "the summary follows record \(place)")
                }
            },
            Check(description: "refuses a sequence number that is taken or too high") { journal in
                let run = SampleRecords.id(1), records = SampleRecords.all(run)
                try await journal.append([try entry(run, records, upTo: 3)])
                try await append(journal, [try entry(run, records, upTo: 3)], expecting: .conflict)
                try await append(journal, [try entry(run, records, from: 2, upTo: 4)], expecting: .conflict)
                try await append(journal, [try entry(run, records, from: 4, upTo: 5)], expecting: .conflict)
                try require(try await journal.records(of: run) == Array(records[..<3]), "a refused append leaves nothing")
                try await journal.append([try entry(run, records, from: 3, upTo: 4)])
                try require(try await journal.records(of: run).count == 4, "the right number is taken after refusals")
            },
            Check(description: "writes several entries together or not at all") { journal in
                let first = SampleRecords.id(1), second = SampleRecords.id(2)
                let one = SampleRecords.all(first), two = SampleRecords.all(second)
                try await journal.append([try entry(first, one, upTo: 2), try entry(second, two, upTo: 2)])
                try await append(
                    journal, [try entry(first, one, from: 2, upTo: 4), try entry(second, two, from: 3, upTo: 4)],
                    expecting: .conflict)
                try require(try await journal.records(of: first).count == 2, "the first entry is gone with the second")
                try require(try await journal.summary(of: first)?.updatedAt == one[1].at, "so is its summary")
            },
            Check(description: "takes appends to many runs at the same time") { journal in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<50 {
                        group.addTask {
                            let run = SampleRecords.id(number), records = SampleRecords.all(run)
                            for place in records.indices {
                                try await journal.append([try entry(run, records, from: place, upTo: place + 1)])
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                for number in 0..<50 {
                    let run = SampleRecords.id(number)
                    try require(
                        try await journal.records(of: run) == SampleRecords.all(run), "run \(number) is complete and in order")
                }
            },
            Check(description: "lets one of two writers of the same run win") { journal in
                let run = SampleRecords.id(1), records = SampleRecords.all(run)
                try await journal.append([try entry(run, records, upTo: 1)])
                let second = try entry(run, records, from: 1, upTo: 2)
                let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for _ in 0..<8 {
                        group.addTask {
                            do throws(JournalError) {
                                try await journal.append([second])
                                return true
                            } catch {
                                return false
                            }
                        }
                    }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
                try require(wins == 1, "exactly one writer wins, not \(wins)")
            },
            Check(description: "has nothing of a run that it does not know") { journal in
                try require(try await journal.records(of: SampleRecords.id(9)).isEmpty, "no records")
                try require(try await journal.summary(of: SampleRecords.id(9)) == nil, "no summary")
                try require(try await journal.planSource(PlanHash("none")) == nil, "no plan")
            },
            Check(description: "keeps what plans were made from") { journal in
                let run = SampleRecords.id(1)
                try await journal.append([try entry(run, SampleRecords.all(run), upTo: 1)])
                try require(try await journal.planSource(PlanHash("hash-of-orders")) == source, "the source comes back")
                let second = SampleRecords.id(2)
                try await journal.append([try entry(second, SampleRecords.all(second), upTo: 1)])
                try require(try await journal.planSource(PlanHash("hash-of-orders")) == source, "and may be given again")
            },
        ] + lists + intakeChecks + sends
}
