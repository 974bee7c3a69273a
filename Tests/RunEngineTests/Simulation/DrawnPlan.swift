import TestKit
import Values
import WorkflowModel

@testable import RunEngine

/// A workflow that a seed has drawn: sends of every kind, waits, and what may be open at the same time.
struct DrawnPlan: Sendable {
    let plan: Plan
    /// How many runs of the group may be open; nil without a group.
    let group: RunGroup?
    /// Steps whose unknown outcome counts as a failure, because the author says so.
    let careless: Set<StepID>

    init(_ world: SimulatedWorld) {
        var careless: Set<StepID> = []
        func step(
            _ id: String, needs: [String], when: DependencyRule = .allSucceeded, each: Bool = false, through: [String] = []
        ) -> PlannedStep {
            let isGuarded = world.chance(50)
            let window = world.bug == .forgetsTheWindow ? Duration.seconds(100_000) : .seconds(500)
            let policy: UnknownPolicy =
                isGuarded
                ? .resendIdentical(within: window, attempts: 2)
                : world.chance(20) ? .fail : world.chance(50) ? Templates.query(world.bug) : .hold
            if policy == .fail { careless.insert(StepID(id)) }
            return .of(
                id, needs: needs, node: "send", effect: .send, with: Templates.send(id, isGuarded: isGuarded, isItem: each),
                when: when, forEach: each ? Templates.items : nil, onError: world.chance(50) ? .continue : .fail,
                retry: RetryPolicy(attempts: 3, delay: .seconds(1)), timeout: .seconds(5), onUnknown: policy, through: through)
        }
        func wait(_ id: String, _ parameters: ValueTemplate) -> PlannedStep {
            .of(id, needs: ["look"], node: "wait", effect: .read, with: parameters)
        }
        var steps: [PlannedStep] = [.of("look", node: "read", effect: .read, retry: RetryPolicy(attempts: 3))]
        if world.chance(60) {
            steps.append(step("first", needs: ["look"]))
            steps.append(step("fallback", needs: ["first"], when: .anyFailed))
        }
        if world.chance(50) {
            steps.append(step("each", needs: ["look"], each: true))
            steps.append(step("last", needs: ["each"], when: .allDone))
        }
        if world.chance(40) { steps.append(step("via", needs: ["look"], through: ["one", "two"])) }
        if world.chance(30) {
            steps.append(wait("pause", .literal(["seconds": .int(Int64(world.random(1...200)))])))
            steps.append(step("late", needs: ["pause"]))
        }
        if world.chance(50) {
            steps.append(wait("report", Templates.event(seconds: world.random(20...3000))))
            steps.append(step("thanks", needs: ["report"]))
        }
        let group: RunGroup? =
            world.chance(50)
            ? RunGroup(key: "g", limit: world.random(1...2), onLimit: [.queue, .skip, .cancelOldest][world.random(0...2)]) : nil
        plan = .of(
            steps, onFailure: [step("alarm", needs: [])], expires: world.chance(33) ? .seconds(120) : nil)
        self.careless = careless
        self.group = group
    }

    /// What a run of the group says when it is taken in.
    func groups(_ bug: History.Bug?) -> [RunGroup] {
        guard var group else { return [] }
        if bug == .countsNobody { group.limit = 1000 }
        return [group]
    }
}

/// Compiled once for all seeds: reading expressions costs more than everything else in a history.
private enum Templates {
    static let items = try? ForEach.text("[1, 2, 3, 4]", concurrency: 2)
    private static let ids = ["first", "fallback", "each", "last", "via", "late", "thanks", "alarm"]
    private static let sends: [String: ValueTemplate] = {
        var templates: [String: ValueTemplate] = [:]
        for id in ids {
            for isGuarded in [false, true] {
                let text = id == "each" ? "run.id + '/\(id)/' + string(index)" : "run.id + '/\(id)'"
                templates["\(id) \(isGuarded)"] = try? .expressions(["id": text, "guarded": isGuarded ? "true" : "false"])
            }
        }
        return templates
    }()
    private static let yes = try? PlacedExpression.text("true")
    private static let eventKey = try? ValueTemplate.expressions(["event": "run.id"])

    static func send(_ id: String, isGuarded: Bool, isItem: Bool) -> ValueTemplate {
        guard let template = sends["\(id) \(isGuarded)"] else { preconditionFailure("the templates of the simulation compile") }
        return template
    }

    /// Somebody can be asked. A request arrives nine seconds after it left at the latest.
    static func query(_ bug: History.Bug?) -> UnknownPolicy {
        guard let yes else { preconditionFailure("the templates of the simulation compile") }
        return .query(
            OutcomeQuery(
                question: OutcomeQuery.Question(node: NodeName("ask"), parameters: .literal([:]), location: .nowhere),
                inspection: nil, sent: yes, notSent: yes,
                notSentAfter: bug == .believesAbsenceAtOnce ? .zero : .seconds(10), output: nil, location: .nowhere),
            QuerySchedule(delay: .seconds(2), within: .seconds(400), attempts: 4))
    }

    static func event(seconds: Int) -> ValueTemplate {
        guard case .object(let members)? = eventKey else { preconditionFailure("the templates of the simulation compile") }
        return .object(members + [(key: "seconds", value: .literal(.int(Int64(seconds))))])
    }
}
