import RunEngine
import Values
import WorkflowModel

extension JournalConformance {
    private static let trigger = TriggerKey(WorkflowName("orders"), TriggerID("shipped"))

    private static func new(
        _ number: Int, occurrence: Occurrence? = nil, cursor: Value? = nil, groups: [RunGroup] = [], at seconds: Int64 = 0
    ) -> NewRun {
        var start = SampleRecords.runStarted(SampleRecords.id(number))
        start.groups = groups
        start.at = SampleRecords.start + .seconds(seconds)
        return NewRun(start: start, planSource: source, source: trigger, occurrence: occurrence, cursor: cursor)
    }

    private static func finish(_ journal: any Journal, _ number: Int) async throws {
        let run = SampleRecords.id(number), count = try await journal.records(of: run).count
        let records =
            try await journal.records(of: run) + [
                .runFinished(RunFinished(result: .succeeded, at: SampleRecords.start + .seconds(9)))
            ]
        try await journal.append([try entry(run, records, from: count)])
    }

    static let intakeChecks: [Check] = [
        Check(description: "starts one run for each occurrence, until its time is over") { journal in
            let until = SampleRecords.start + .seconds(60)
            let occurrence = Occurrence(key: "order 7", keptUntil: until)
            let first = try await journal.accept([new(1, occurrence: occurrence), new(2, occurrence: occurrence)])
            try require(
                first == [AcceptedRun(.accepted(SampleRecords.id(1))), AcceptedRun(.duplicate(of: SampleRecords.id(1)))],
                "the second event of a call is known")
            let second = try await journal.accept([new(3, occurrence: occurrence, at: 60)])
            try require(second == [AcceptedRun(.duplicate(of: SampleRecords.id(1)))], "and so is one later")
            try await journal.forget(eventsBefore: SampleRecords.start, now: SampleRecords.start + .seconds(61))
            let third = try await journal.accept([new(4, occurrence: occurrence, at: 61)])
            try require(third == [AcceptedRun(.accepted(SampleRecords.id(4)))], "behind the end it is new")
            try require(try await journal.runs(RunQuery()).map(\.id) == [SampleRecords.id(4), SampleRecords.id(1)], "two runs")
        },
        Check(description: "remembers what a trigger remembers, with the run and without") { journal in
            try require(try await journal.cursor(of: trigger) == nil, "nothing at first")
            _ = try await journal.accept([new(1, cursor: ["at": 1])])
            try require(try await journal.cursor(of: trigger) == ["at": 1], "the cursor of the run")
            try await journal.remember(["at": 2], of: trigger)
            try require(try await journal.cursor(of: trigger) == ["at": 2], "the later cursor")
        },
        Check(description: "lets so many runs of a group go, and queues, skips or displaces the others") { journal in
            func group(_ rule: ConcurrencyPolicy.OnLimit) -> [RunGroup] { [RunGroup(key: "g", limit: 2, onLimit: rule)] }
            let results = try await journal.accept([
                new(1, groups: group(.queue)), new(2, groups: group(.queue)), new(3, groups: group(.queue)),
                new(4, groups: group(.skip)), new(5, groups: group(.cancelOldest)),
            ])
            try require(
                results == [
                    AcceptedRun(.accepted(SampleRecords.id(1))), AcceptedRun(.accepted(SampleRecords.id(2))),
                    AcceptedRun(.accepted(SampleRecords.id(3)), isQueued: true), AcceptedRun(.skipped),
                    AcceptedRun(
                        .accepted(SampleRecords.id(5)), isQueued: true, displaced: [SampleRecords.id(1), SampleRecords.id(2)]),
                ], "found \(results)")
            try require(
                try await journal.runs(RunQuery()).map(\.status.name) == [.queued, .queued, .running, .running], "by status")
            try require(
                try await journal.members(ofGroup: "g") == [1, 2, 3, 5].map { SampleRecords.id($0) }, "the members")
            try require(try await journal.members(ofGroup: "h").isEmpty, "no such group")
            try require(try await journal.admitQueued(at: SampleRecords.start).isEmpty, "no room yet")
            let id = SampleRecords.id
            try require(try await journal.admitQueued(at: SampleRecords.start, only: id(3)).isEmpty, "not for itself either")
            try await finish(journal, 1)
            try require(
                try await journal.admitQueued(at: SampleRecords.start, only: id(5)).isEmpty, "an older one has its turn")
            try require(try await journal.admitQueued(at: SampleRecords.start, only: id(1)).isEmpty, "one that is not queued")
            try require(
                try await journal.admitQueued(at: SampleRecords.start) == [SampleRecords.id(3)], "the oldest goes first")
            try require(try await journal.records(of: SampleRecords.id(3)).count == 2, "with a record that says so")
            try await finish(journal, 3)
            try require(try await journal.admitQueued(at: SampleRecords.start, only: id(5)) == [id(5)], "then the next")
        },
        Check(description: "makes runs due for which an event comes, before and after they wait") { journal in
            let event = EventKey(name: "x.report", key: "7"), end = EventKey.end(of: SampleRecords.id(3))
            let key = AttemptKey(step: StepID("notify"), attempt: 1), later = SampleRecords.start + .seconds(3600)
            for (number, awaited) in [(1, event), (2, end)] {
                let run = SampleRecords.id(number)
                let records: [RunRecord] = [
                    .runStarted(SampleRecords.runStarted(run)),
                    .attemptStarted(AttemptStarted(key: key, parameters: [:], at: SampleRecords.start)),
                    .attemptFinished(
                        AttemptFinished(
                            key: key, outcome: .snoozed(until: later, awaiting: awaited), at: SampleRecords.start)),
                ]
                var waiting = try entry(run, records)
                waiting.awaiting = [awaited]
                try await journal.append([waiting])
            }
            try require(try await journal.dueRuns(at: SampleRecords.start, limit: 9).isEmpty, "they wait")
            let news = AwaitedEvent(event, id: "a", data: ["status": "delivered"], at: SampleRecords.start)
            try require(try await journal.post(news) == [SampleRecords.id(1)], "it tells who waits")
            try require(try await journal.post(news) == nil, "the same delivery is known")
            try require(try await journal.event(event) == news, "the event can be read")
            try require(try await journal.dueRuns(at: SampleRecords.start, limit: 9) == [SampleRecords.id(1)], "it is due")
            _ = try await journal.accept([new(3)])
            try require(try await journal.event(end) == nil, "the run has not ended")
            try await finish(journal, 3)
            try require(try await journal.event(end)?.data == ["status": "succeeded"], "now it has")
            try require(
                try await journal.dueRuns(at: SampleRecords.start, limit: 9) == [SampleRecords.id(1), SampleRecords.id(2)],
                "who waits for the end of a run is due")
            let late = SampleRecords.id(4)
            let records: [RunRecord] = [
                .runStarted(SampleRecords.runStarted(late)),
                .attemptStarted(AttemptStarted(key: key, parameters: [:], at: SampleRecords.start)),
                .attemptFinished(
                    AttemptFinished(key: key, outcome: .snoozed(until: later, awaiting: event), at: SampleRecords.start)),
            ]
            var waiting = try entry(late, records)
            waiting.awaiting = [event]
            try await journal.append([waiting])
            try require(
                try await journal.dueRuns(at: SampleRecords.start, limit: 9).contains(late), "the event was there before")
        },
        Check(description: "forgets old events that nobody waits for") { journal in
            let event = EventKey(name: "x.report", key: "8")
            _ = try await journal.post(AwaitedEvent(event, id: "a", data: 1, at: SampleRecords.start))
            try await journal.forget(eventsBefore: SampleRecords.start, now: SampleRecords.start)
            try require(try await journal.event(event) != nil, "not yet")
            try await journal.forget(eventsBefore: SampleRecords.start + .seconds(1), now: SampleRecords.start)
            try require(try await journal.event(event) == nil, "now")
        },
    ]
}
