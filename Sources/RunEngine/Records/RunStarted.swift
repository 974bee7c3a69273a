import Values
import WorkflowModel

/// A run began. Nothing of it happens before this record is on disk.
public struct RunStarted: Equatable, Sendable {
    public var run: RunID
    public var workflow: WorkflowName
    /// The plan that the run stays with, whatever happens to the file.
    public var plan: PlanHash
    public var trigger: RunTrigger
    public var inputs: ValueObject
    /// In the plan's order.
    public var steps: [StepID]
    public var onFailure: [StepID]
    /// The run begins once each of them has room (`RunAdmitted`); without any it begins at once.
    public var groups: [RunGroup]
    public var at: Timestamp

    public init(
        run: RunID, workflow: WorkflowName, plan: PlanHash, trigger: RunTrigger, inputs: ValueObject, steps: [StepID],
        onFailure: [StepID], groups: [RunGroup] = [], at: Timestamp
    ) {
        self.run = run
        self.workflow = workflow
        self.plan = plan
        self.trigger = trigger
        self.inputs = inputs
        self.steps = steps
        self.onFailure = onFailure
        self.groups = groups
        self.at = at
    }

    public init(
        run: RunID, of plan: Plan, trigger: RunTrigger, inputs: ValueObject, groups: [RunGroup] = [], at: Timestamp
    ) {
        self.init(
            run: run, workflow: plan.workflow, plan: plan.hash, trigger: trigger, inputs: inputs, steps: plan.steps.map(\.id),
            onFailure: plan.onFailure.map(\.id), groups: groups, at: at)
    }
}

/// Why a run started.
public struct RunTrigger: Equatable, Sendable {
    /// Nil when a person started the run.
    public var id: TriggerID?
    public var node: NodeName?
    /// What expressions see as `trigger`.
    public var data: Value

    public init(id: TriggerID?, node: NodeName?, data: Value) {
        self.id = id
        self.node = node
        self.data = data
    }

    /// The run that started this one with `workflow.run`.
    public var parent: RunID? {
        guard node == Self.subworkflow else { return nil }
        return data["run"]?.stringValue.map { RunID($0) }
    }

    /// The node that starts a run from a run.
    public static let subworkflow = NodeName("workflow.run")

    /// Started by a person, without an event.
    public static let manual = RunTrigger(id: nil, node: nil, data: [:])
}

extension RunStarted {
    var members: ValueObject {
        var trigger: ValueObject = [:]
        if let id = self.trigger.id { trigger.set("id", to: .string(id.rawValue)) }
        if let node = self.trigger.node { trigger.set("node", to: .string(node.rawValue)) }
        trigger.set("data", to: self.trigger.data)
        var members: ValueObject = [
            "run": .string(run.rawValue), "workflow": .string(workflow.rawValue), "plan": .string(plan.rawValue),
            "trigger": .object(trigger), "inputs": .object(inputs), "steps": .list(steps.map { .string($0.rawValue) }),
            "on_failure": .list(onFailure.map { .string($0.rawValue) }),
        ]
        if !groups.isEmpty { members.set("groups", to: .list(groups.map { .object($0.members) })) }
        return members
    }

    init(_ members: RecordMembers) throws(RecordError) {
        var groups: [RunGroup] = []
        if members.object["groups"] != nil {
            for value in try members.list("groups") { groups.append(try RunGroup(RecordMembers(value))) }
        }
        let trigger = try members.members("trigger")
        self.init(
            run: RunID(try members.text("run")), workflow: WorkflowName(try members.text("workflow")),
            plan: PlanHash(try members.text("plan")),
            trigger: RunTrigger(
                id: try trigger.optionalText("id").map { TriggerID($0) },
                node: try trigger.optionalText("node").map { NodeName($0) },
                data: try trigger.value("data")),
            inputs: try members.members("inputs").object, steps: try members.steps("steps"),
            onFailure: try members.steps("on_failure"), groups: groups, at: try members.time("at"))
    }
}
