import RunEngine
import Values
import WorkflowModel

extension JournalConformance {
    /// Fills the journal with ten runs: even ones of `orders` are finished, odd ones of `codes` are held.
    private static func fill(_ journal: any Journal) async throws {
        for number in 0..<10 {
            let run = SampleRecords.id(number)
            var records = SampleRecords.all(run)
            if number % 2 == 1 {
                var start = SampleRecords.runStarted(run)
                start.workflow = WorkflowName("codes")
                records[0] = .runStarted(start)
            }
            try await journal.append([try entry(run, records, upTo: number % 2 == 0 ? nil : 5)])
        }
    }

    static let lists: [Check] = [
        Check(description: "lists runs, newest first, page by page") { journal in
            try await fill(journal)
            var seen: [RunID] = []
            var query = RunQuery(limit: 4)
            while true {
                let page = try await journal.runs(query)
                if page.isEmpty { break }
                try require(page.count <= 4, "a page holds no more than was asked for")
                seen += page.map(\.id)
                query.before = page.last?.id
            }
            try require(seen == (0..<10).reversed().map { SampleRecords.id($0) }, "every run once, newest first")
        },
        Check(description: "lists runs of one workflow or status") { journal in
            try await fill(journal)
            let codes = try await journal.runs(RunQuery(workflow: WorkflowName("codes")))
            try require(codes.map(\.id) == [9, 7, 5, 3, 1].map { SampleRecords.id($0) }, "only runs of that workflow")
            let failed = try await journal.runs(RunQuery(statuses: [.failed, .waiting]))
            try require(failed.map(\.id) == [8, 6, 4, 2, 0].map { SampleRecords.id($0) }, "only runs of those statuses")
            let none = try await journal.runs(RunQuery(workflow: WorkflowName("codes"), statuses: [.failed]))
            try require(none.isEmpty, "both conditions hold together")
            let few = try await journal.runs(RunQuery(workflow: WorkflowName("codes"), before: SampleRecords.id(7), limit: 1))
            try require(few.map(\.id) == [SampleRecords.id(5)], "a page of one workflow")
        },
        Check(description: "knows the open runs, oldest first") { journal in
            try await fill(journal)
            let open = try await journal.openRuns()
            try require(open.map(\.id) == [1, 3, 5, 7, 9].map { SampleRecords.id($0) }, "runs without an end")
            try require(open.allSatisfy { $0.status == .unknown }, "with their status")
        },
        Check(description: "keeps when a waiting run goes on") { journal in
            let run = SampleRecords.id(1), records = SampleRecords.all(run)
            try await journal.append([try entry(run, records, upTo: 3)])
            let due = SampleRecords.start + .seconds(2)
            try require(try await journal.openRuns().map(\.status) == [.waiting(until: due)], "the due time comes back")
        },
        Check(description: "finds waiting runs by their time") { journal in
            func at(_ seconds: Int64) -> Timestamp { SampleRecords.start + .seconds(seconds) }
            for number in 0..<5 {
                let run = SampleRecords.id(number)
                var records = SampleRecords.all(run)
                let key = AttemptKey(step: StepID("notify"), attempt: 1)
                // Later runs are due earlier: 50, 40, 30, 20, 10 seconds after the start.
                let due = at(Int64(50 - number * 10))
                records[2] = .attemptFinished(AttemptFinished(key: key, outcome: .snoozed(until: due), at: at(1)))
                try await journal.append([try entry(run, records, upTo: 3)])
            }
            let ended = SampleRecords.id(9)
            try await journal.append([try entry(ended, SampleRecords.all(ended))])
            try require(try await journal.dueRuns(at: at(9), limit: 10).isEmpty, "none is due too early")
            let due = try await journal.dueRuns(at: at(30), limit: 10)
            try require(due == [4, 3, 2].map { SampleRecords.id($0) }, "those that are due, the longest overdue first")
            let first = try await journal.dueRuns(at: at(30), limit: 2)
            try require(first == [4, 3].map { SampleRecords.id($0) }, "no more than was asked for")
            try require(try await journal.nextDue(after: at(0)) == at(10), "the next time")
            try require(try await journal.nextDue(after: at(10)) == at(20), "the next time after one that has come")
            try require(try await journal.nextDue(after: at(50)) == nil, "no time when none waits")
        },
        Check(description: "stores the whole of a summary") { journal in
            let run = SampleRecords.id(1), records = SampleRecords.all(run)
            try await journal.append([try entry(run, records)])
            let summary = try await journal.runs(RunQuery()).first
            try require(summary == RunSnapshot(records: records)?.summary, "every member comes back")
            try require(summary?.finishedAt == SampleRecords.start + .seconds(74), "the end is there")
        },
    ]
}
