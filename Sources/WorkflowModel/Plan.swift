import Diagnostics
import Expressions
import Values

/// The checked, immutable graph of a workflow. Holding one proves that names, types, credentials and edges were resolved.
public struct Plan: Sendable {
    public let workflow: WorkflowName
    public let description: String?
    public let hash: PlanHash
    /// What the plan was made from: enough to make the same plan again after the files have changed.
    public let source: PlanSource
    public let inputs: [InputDeclaration]
    public let vars: ValueObject
    public let triggers: [PlannedTrigger]
    /// In an order in which every step stands behind its dependencies.
    public let steps: [PlannedStep]
    /// Steps of `on_failure:`, in the same kind of order.
    public let onFailure: [PlannedStep]
    /// No send starts later than this after the run began.
    public let expires: Duration?
    public let concurrency: ConcurrencyPolicy?

    public init(
        workflow: WorkflowName, description: String?, hash: PlanHash, source: PlanSource, inputs: [InputDeclaration],
        vars: ValueObject, triggers: [PlannedTrigger], steps: [PlannedStep], onFailure: [PlannedStep], expires: Duration?,
        concurrency: ConcurrencyPolicy?
    ) {
        self.workflow = workflow
        self.description = description
        self.hash = hash
        self.source = source
        self.inputs = inputs
        self.vars = vars
        self.triggers = triggers
        self.steps = steps
        self.onFailure = onFailure
        self.expires = expires
        self.concurrency = concurrency
    }

    public func step(_ id: StepID) -> PlannedStep? {
        steps.first { $0.id == id } ?? onFailure.first { $0.id == id }
    }
}

/// The texts that a plan was made from.
public struct PlanSource: Sendable, Equatable {
    public let path: String
    public let text: String
    /// Texts of the manifests that came from a user's own `nodes/` folder, by path; the embedded ones belong to the binary.
    public let manifests: [String: String]

    public init(path: String, text: String, manifests: [String: String]) {
        self.path = path
        self.text = text
        self.manifests = manifests
    }
}

/// One typed input of a workflow.
public struct InputDeclaration: Sendable {
    public let name: String
    public let type: InputType
    public let isRequired: Bool
    public let defaultValue: Value?
    public let allowed: [Value]
    public let help: String?

    public init(name: String, type: InputType, isRequired: Bool, defaultValue: Value?, allowed: [Value], help: String?) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.defaultValue = defaultValue
        self.allowed = allowed
        self.help = help
    }
}

/// A trigger with its checked parameters.
public struct PlannedTrigger: Sendable {
    public let id: TriggerID
    public let node: NodeName
    /// Constants.
    public let parameters: ValueObject
    /// Values for inputs of the workflow, worked out from `trigger` when a run starts.
    public let inputs: [(name: String, value: ValueTemplate)]
    public let location: SourceLocation

    public init(
        id: TriggerID, node: NodeName, parameters: ValueObject, inputs: [(name: String, value: ValueTemplate)],
        location: SourceLocation
    ) {
        self.id = id
        self.node = node
        self.parameters = parameters
        self.inputs = inputs
        self.location = location
    }
}

/// A step with everything resolved that can be resolved before a run.
public struct PlannedStep: Sendable {
    public let id: StepID
    public internal(set) var node: NodeName
    public internal(set) var effect: NodeEffect
    public internal(set) var credential: CredentialName?
    public internal(set) var parameters: ValueTemplate
    /// What `needs` names and what the expressions mention, each once, in the order of the file.
    public internal(set) var dependencies: [StepID]
    public let when: DependencyRule
    public let condition: PlacedExpression?
    public let forEach: ForEach?
    public let onError: ErrorPolicy
    public let retry: RetryPolicy
    /// Another attempt is not made when this is true; it sees `error` and `attempt`.
    public let retryUnless: PlacedExpression?
    /// Per attempt.
    public internal(set) var timeout: Duration
    public internal(set) var onUnknown: UnknownPolicy
    /// How a list that is too long for one attempt is cut; nil with `for_each`.
    public let chunk: Chunk?
    /// What stands under `via:`; empty for a step that goes one way.
    public internal(set) var alternatives: [Alternative]
    /// The way that this step goes, where it is one of several.
    public internal(set) var route: Alternative?
    public let location: SourceLocation

    public init(
        id: StepID, node: NodeName, effect: NodeEffect, credential: CredentialName?, parameters: ValueTemplate,
        dependencies: [StepID], when: DependencyRule, condition: PlacedExpression?, forEach: ForEach?, onError: ErrorPolicy,
        retry: RetryPolicy, retryUnless: PlacedExpression?, timeout: Duration, onUnknown: UnknownPolicy, chunk: Chunk? = nil,
        alternatives: [Alternative] = [], location: SourceLocation
    ) {
        self.id = id
        self.node = node
        self.effect = effect
        self.credential = credential
        self.parameters = parameters
        self.dependencies = dependencies
        self.when = when
        self.condition = condition
        self.forEach = forEach
        self.onError = onError
        self.retry = retry
        self.retryUnless = retryUnless
        self.timeout = timeout
        self.onUnknown = onUnknown
        self.chunk = chunk
        self.alternatives = alternatives
        self.location = location
    }
}

/// One item run per element of a list.
public struct ForEach: Sendable {
    public let list: PlacedExpression
    /// How many items run at the same time, at least 1.
    public let concurrency: Int
    /// With n, an item run takes n elements as `items` instead of one as `item`.
    public let batch: Int?

    public init(list: PlacedExpression, concurrency: Int, batch: Int?) {
        self.list = list
        self.concurrency = concurrency
        self.batch = batch
    }
}
