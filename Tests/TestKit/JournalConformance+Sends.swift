import RunEngine
import Values
import WorkflowModel

extension JournalConformance {
    private static func send(_ step: String, item: Int? = nil, attempt: Int = 1, at seconds: Int64, _ state: SendEntry.State)
        -> SendEntry
    {
        SendEntry(
            key: AttemptKey(step: StepID(step), item: item, attempt: attempt), node: NodeName("shop.send"),
            startedAt: SampleRecords.start + .seconds(seconds), state: state)
    }

    static let sends: [Check] = [
        Check(description: "keeps the ledger of sends, one line for each") { journal in
            let first = SampleRecords.id(1), second = SampleRecords.id(2)
            var one = try entry(first, SampleRecords.all(first), upTo: 2),
                two = try entry(second, SampleRecords.all(second), upTo: 2)
            one.sends = [send("notify", at: 0, .sending), send("each", item: 0, at: 1, .unknown)]
            two.sends = [send("notify", at: 5, .sent), send("each", item: 1, at: 6, .notSent)]
            try await journal.append([one, two])
            func list(_ query: SendQuery) async throws -> [String] {
                try await journal.sends(query).map { "\($0.run == first ? 1 : 2) \($0.entry.key) \($0.entry.state.rawValue)" }
            }
            let all = ["2 each[1]#1 not_sent", "2 notify#1 sent", "1 each[0]#1 unknown", "1 notify#1 sending"]
            try require(try await list(SendQuery()) == all, "all of them, newest first")
            try require(try await list(SendQuery(isOpen: true)) == Array(all[2...]), "those that are open")
            try require(try await list(SendQuery(run: second)) == Array(all[..<2]), "those of a run")
            try require(try await list(SendQuery(limit: 1)) == Array(all[..<1]), "no more than asked for")
            let before = SampleRecords.start + .seconds(5)
            try require(try await list(SendQuery(before: before)) == Array(all[2...]), "the next page")
            var more = try entry(first, SampleRecords.all(first), from: 2, upTo: 4)
            more.sends = [send("notify", attempt: 2, at: 9, .held)]
            try await journal.append([more])
            try require(
                try await list(SendQuery(isOpen: true)) == ["1 notify#2 held", "1 each[0]#1 unknown"], "the last attempt counts")
            try require(try await journal.sends(SendQuery()).first?.workflow == WorkflowName("orders"), "with its workflow")
        },
        Check(description: "writes the ledger with the records or not at all") { journal in
            let run = SampleRecords.id(1)
            try await journal.append([try entry(run, SampleRecords.all(run), upTo: 2)])
            var refused = try entry(run, SampleRecords.all(run), upTo: 2)
            refused.sends = [send("notify", at: 0, .sent)]
            try await append(journal, [refused], expecting: .conflict)
            try require(try await journal.sends(SendQuery()).isEmpty, "a refused append leaves no line")
        },
    ]
}
