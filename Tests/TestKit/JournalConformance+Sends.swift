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
            try require(try await list(SendQuery(states: SendEntry.State.open)) == Array(all[2...]), "those that are open")
            try require(try await list(SendQuery(run: second)) == Array(all[..<2]), "those of a run")
            try require(try await list(SendQuery(limit: 1)) == Array(all[..<1]), "no more than asked for")
            try require(try await list(SendQuery(states: [.unknown, .sent])) == [all[1], all[2]], "those that stand so")
            try require(try await list(SendQuery(states: [.sending])) == [all[3]], "some of those that are open")
            try require(try await list(SendQuery(workflow: WorkflowName("orders"))) == all, "those of a workflow")
            try require(try await list(SendQuery(workflow: WorkflowName("other"))).isEmpty, "none of another workflow")
            for count in 1...3 {
                guard let last = try await journal.sends(SendQuery(limit: count)).last?.place else { return }
                try require(SendPlace(text: last.text) == last, "a place is one word")
                try require(try await list(SendQuery(after: last)) == Array(all[count...]), "the next page")
            }
            var same = try entry(SampleRecords.id(3), SampleRecords.all(SampleRecords.id(3)), upTo: 2)
            same.sends = [send("notify", at: 6, .sent), send("each", item: 0, at: 6, .sent), send("each", item: 2, at: 6, .sent)]
            try await journal.append([same])
            var pages: [SendPlace] = []
            while let send = try await journal.sends(SendQuery(after: pages.last, limit: 1)).first { pages.append(send.place) }
            try require(
                pages == (try await journal.sends(SendQuery())).map(\.place), "pages of sends that began at the same time")
            try require(pages.count == 7, "each of them once")
            var more = try entry(first, SampleRecords.all(first), from: 2, upTo: 4)
            more.sends = [send("notify", attempt: 2, at: 9, .held)]
            try await journal.append([more])
            try require(
                try await list(SendQuery(states: SendEntry.State.open)) == ["1 notify#2 held", "1 each[0]#1 unknown"],
                "the last attempt counts")
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
