import TestKit
import Values
import WorkflowModel

@testable import RunEngine

extension History {
    /// A workflow with sends of both kinds, drawn by the seed: guarded by the provider, or not and then held when in doubt.
    func plan(_ world: SimulatedProvider) -> Plan {
        func parameters(_ id: String, isGuarded: Bool) throws -> ValueTemplate {
            try .expressions(["id": id, "guarded": isGuarded ? "true" : "false"])
        }
        func step(
            _ id: String, needs: [String] = [], when: DependencyRule = .allSucceeded, each: Bool = false,
            through providers: [String] = []
        ) throws -> PlannedStep {
            let isGuarded = world.random(0...1) == 0
            let text = each ? "run.id + '/\(id)/' + string(index)" : "run.id + '/\(id)'"
            return .of(
                id, needs: needs, node: "send", effect: .send, with: try parameters(text, isGuarded: isGuarded), when: when,
                forEach: each ? try .text("[1, 2, 3, 4]", concurrency: 2) : nil,
                onError: world.random(0...1) == 0 ? .continue : .fail,
                retry: RetryPolicy(attempts: 3, delay: .seconds(1)), timeout: .seconds(5),
                onUnknown: isGuarded ? .resendIdentical(within: .seconds(500), attempts: 2) : .hold, through: providers)
        }
        do {
            return .of(
                [
                    .of("look", node: "read", effect: .read, retry: RetryPolicy(attempts: 3)),
                    try step("first", needs: ["look"]), try step("each", needs: ["look"], each: true),
                    try step("fallback", needs: ["first"], when: .anyFailed), try step("last", needs: ["each"], when: .allDone),
                    try step("via", needs: ["look"], through: ["one", "two"]),
                ], onFailure: [try step("alarm")], expires: world.random(0...2) == 0 ? .seconds(120) : nil)
        } catch {
            preconditionFailure("the plan of the simulation compiles: \(error)")
        }
    }

    /// What the request of an attempt carries.
    func body(_ run: RunID, _ key: AttemptKey) -> String {
        "\(run)/\(key.step)" + (key.item.map { "/\($0)" } ?? "")
    }

    /// Holds the ledger against the provider's inbox (DESIGN section 7): never two; sent means one; not sent means none.
    func check(
        _ runs: [RunID], _ records: [RunID: [RunRecord]], _ world: SimulatedProvider, _ outcome: inout Outcome, isEnd: Bool
    ) {
        let counts = Dictionary(grouping: world.inbox, by: \.body).mapValues(\.count)
        for (body, count) in counts.sorted(by: { $0.key < $1.key }) where count > 1 {
            outcome.violations.append("`\(body)` was sent \(count) times")
        }
        for run in runs where counts["\(run)/first"] != nil && counts["\(run)/fallback"] != nil {
            outcome.violations.append("the fallback of run \(run) went out although the first message had")
        }
        for run in runs {
            guard let snapshot = RunSnapshot(records: records[run] ?? []) else { continue }
            for step in snapshot.all where step.id != StepID("look") {
                if let items = step.items {
                    for item in items {
                        let key = AttemptKey(step: step.id, item: item.index, attempt: 1)
                        settle(body(run, key), item.status, counts, &outcome)
                    }
                } else if step.items == nil {
                    settle(body(run, AttemptKey(step: step.id, attempt: 1)), step.status, counts, &outcome)
                }
            }
            if isEnd, snapshot.result == nil, snapshot.status != .unknown {
                outcome.violations.append("run \(run) neither ended nor waits for a person: \(snapshot.status)")
            }
        }
    }

    private func settle(_ body: String, _ status: StepStatus, _ counts: [String: Int], _ outcome: inout Outcome) {
        let count = counts[body] ?? 0
        switch status {
        case .succeeded: if count != 1 { outcome.violations.append("the ledger says `\(body)` was sent; the inbox has \(count)") }
        case .failed, .skipped, .pending, .cancelled:
            if count != 0 { outcome.violations.append("the ledger says `\(body)` was not sent; the inbox has \(count)") }
        case .running, .waiting, .unknown: break
        }
    }
}
