import TestKit
import Values
import WorkflowModel

@testable import RunEngine

/// What a history is held to: the journal, the ledger and the provider's inbox as they stand at one moment.
struct Promises {
    let world: SimulatedWorld
    let drawn: DrawnPlan
    let graph: PlanGraph
    let records: [(run: RunID, records: [RunRecord])]
    let snapshots: [RunSnapshot]
    let sends: [SendSummary]
    let inbox: [SimulatedProvider.Message]

    init(_ people: People) async {
        world = people.world
        drawn = people.drawn
        graph = people.graph
        let journal = people.disk.journal
        inbox = people.provider.inbox
        var all: [(RunID, [RunRecord])] = []
        for run in ((try? await journal.runs(RunQuery(limit: 100))) ?? []).map(\.id).sorted() {
            all.append((run, (try? await journal.records(of: run)) ?? []))
        }
        records = all
        snapshots = all.compactMap { RunSnapshot(records: $0.1) }
        sends = (try? await journal.sends(SendQuery(limit: 1000))) ?? []
    }

    /// - Parameter isEnd: nothing will happen any more.
    func broken(isEnd: Bool) -> [String] {
        var broken = ledger() + group()
        guard isEnd else { return broken }
        broken += world.violations + replays() + calls() + events()
        for snapshot in snapshots where snapshot.result == nil && snapshot.status != .unknown && !isRightlyQueued(snapshot) {
            broken.append("run \(snapshot.run) neither ended nor waits for a person: \(snapshot.status)")
        }
        return broken
    }

    /// DESIGN section 7: never two; sent means one; not sent means none.
    private func ledger() -> [String] {
        var broken: [String] = []
        let counts = Dictionary(grouping: inbox, by: \.body).mapValues(\.count)
        for (body, count) in counts.sorted(by: { $0.key < $1.key }) where count > 1 {
            broken.append("`\(body)` was sent \(count) times")
        }
        var known: Set<String> = []
        for send in sends {
            let key = send.entry.key, body = "\(send.run)/\(key.step)" + (key.item.map { "/\($0)" } ?? "")
            known.insert(body)
            let count = counts[body] ?? 0
            switch send.entry.state {
            case .sent: if count != 1 { broken.append("the ledger says `\(body)` was sent; the inbox has \(count)") }
            case .notSent: if count != 0 { broken.append("the ledger says `\(body)` was not sent; the inbox has \(count)") }
            case .sending, .unknown, .held: break
            case .unsettled: if !drawn.careless.contains(key.step) { broken.append("nobody settles `\(body)`") }
            }
        }
        for body in counts.keys.sorted() where !known.contains(body) { broken.append("the ledger knows nothing of `\(body)`") }
        for snapshot in snapshots {
            let run = snapshot.run
            for step in snapshot.all where graph.plan.step(step.id)?.effect == .send {
                if let items = step.items {
                    for item in items { settle("\(run)/\(step.id)/\(item.index)", step.id, item, counts, &broken) }
                } else {
                    settle("\(run)/\(step.id)", step.id, step, counts, &broken)
                }
            }
            let isCareless = !drawn.careless.isDisjoint(with: [StepID("first"), StepID("fallback")])
            if counts["\(run)/first"] != nil, counts["\(run)/fallback"] != nil, !isCareless {
                broken.append("the fallback of run \(run) went out although the first message had")
            }
        }
        return broken
    }

    /// What a step or an item says about its message.
    private func settle(
        _ body: String, _ step: StepID, _ trail: some AttemptTrail, _ counts: [String: Int], _ broken: inout [String]
    ) {
        let count = counts[body] ?? 0
        switch trail.status {
        case .succeeded: if count != 1 { broken.append("the run says `\(body)` was sent; the inbox has \(count)") }
        case .failed, .skipped, .pending, .cancelled:
            let isInDoubt = trail.attempts.contains { $0.outcome?.isUnknown == true }
            if count != 0, !(isInDoubt && drawn.careless.contains(step)) {
                broken.append("the run says `\(body)` was not sent; the inbox has \(count)")
            }
        case .running, .waiting, .unknown: break
        }
    }

    /// No more runs of a group are open than there may be.
    private func group() -> [String] {
        guard let limit = drawn.group?.limit else { return [] }
        var spans: [(from: Timestamp, to: Timestamp)] = []
        for (_, records) in records {
            guard case .runStarted(let start)? = records.first, !start.groups.isEmpty else { continue }
            let admitted = records.first { if case .runAdmitted = $0 { true } else { false } }?.at
            // A run that was reopened does not wait for its group (design 0014).
            let end = records.first { if case .runFinished = $0 { true } else { false } }?.at
            guard let admitted else { continue }
            spans.append((admitted, end ?? Timestamp(microseconds: .max)))
        }
        for span in spans where spans.count(where: { $0.from <= span.from && span.from < $0.to }) > limit {
            return ["more than \(limit) runs of the group are open at \(span.from)"]
        }
        return []
    }

    /// A run waits for its group only while so many others of it are open, and all of those wait for a person.
    private func isRightlyQueued(_ snapshot: RunSnapshot) -> Bool {
        guard snapshot.status == .queued, let limit = drawn.group?.limit else { return false }
        return snapshots.count { !$0.start.groups.isEmpty && $0.isAdmitted && $0.status == .unknown } >= limit
    }

    /// Every history on disk is one that the machine could have written, and the projection agrees with it.
    private func replays() -> [String] {
        records.compactMap { run, records in
            do throws(ReplayError) {
                let machine = try RunStateMachine(graph: graph, replaying: records)
                let result = RunSnapshot(records: records)?.result
                return machine.result == result
                    ? nil : "run \(run): \(String(describing: machine.result)) is shown as \(String(describing: result))"
            } catch {
                return "run \(run) cannot be replayed: \(error)"
            }
        }
    }

    /// Every call that was answered has the run that it was told of, and none has two.
    private func calls() -> [String] {
        var broken: [String] = []
        var runs: [Int: [RunID]] = [:]
        for snapshot in snapshots {
            if let caller = snapshot.start.trigger.data["caller"]?.intValue {
                runs[Int(caller), default: []].append(snapshot.run)
            }
        }
        for (caller, answer) in world.answers.sorted(by: { $0.key < $1.key }) {
            let expected: [RunID] =
                switch answer {
                case .accepted(let run), .duplicate(let run): [run]
                case .skipped: []
                }
            if runs[caller, default: []] != expected {
                broken.append("call \(caller) was answered \(answer) and has the runs \(runs[caller, default: []])")
            }
        }
        return broken
    }

    /// An event that was answered is seen by the step that waits for it.
    private func events() -> [String] {
        snapshots.compactMap { snapshot in
            guard let step = snapshot.step(StepID("report")), step.status == .succeeded, let end = step.finishedAt else {
                return nil
            }
            if step.output["arrived"] == true {
                return step.output["event"] == .string("of \(snapshot.run)")
                    ? nil : "run \(snapshot.run) has the event of another run"
            }
            // The look at the events took less than that.
            guard let delivered = world.deliveredAt(snapshot.run), delivered + .seconds(4) < end else { return nil }
            return "run \(snapshot.run) did not see the event of \(delivered) until \(end)"
        }
    }

    /// Everything on disk and everything that was sent, as text.
    func transcript() -> String {
        var lines: [String] = []
        for (run, records) in records { lines += records.map { "\(run) \($0.json.jsonText())" } }
        lines += sends.map { "\($0.run) \($0.entry.key) \($0.entry.node) \($0.entry.startedAt) \($0.entry.state)" }
        lines += inbox.map { "\($0.at) \($0.provider) \($0.body)" }
        lines += world.tally.counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return lines.joined(separator: "\n")
    }
}
