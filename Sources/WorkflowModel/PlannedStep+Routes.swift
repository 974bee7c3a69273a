import Values

/// One way to do the work of a step that names several providers under `via:`.
public struct Alternative: Sendable {
    /// What people and outputs call it.
    public let provider: String
    public let node: NodeName
    public let effect: NodeEffect
    public let credential: CredentialName?
    /// The parameters of the common node, in this provider's reading.
    public let parameters: ValueTemplate
    /// Turns parameters of the common node into those of the provider's; throws what is wrong with them.
    public let translate: @Sendable (Value) throws(NodeFailure) -> Value
    /// What the common node gives back, whatever the provider's node gives.
    public let outputs: [String]
    /// Per attempt.
    public let timeout: Duration
    public let onUnknown: UnknownPolicy

    public init(
        provider: String, node: NodeName, effect: NodeEffect, credential: CredentialName?, parameters: ValueTemplate,
        translate: @escaping @Sendable (Value) throws(NodeFailure) -> Value, outputs: [String], timeout: Duration,
        onUnknown: UnknownPolicy
    ) {
        self.provider = provider
        self.node = node
        self.effect = effect
        self.credential = credential
        self.parameters = parameters
        self.translate = translate
        self.outputs = outputs
        self.timeout = timeout
        self.onUnknown = onUnknown
    }

    /// The output in the shape of the common node: its names only, null for what this provider does not tell, and who it was.
    public func shaped(_ output: Value) -> Value {
        var object = ValueObject(minimumCapacity: outputs.count)
        for name in outputs { object.set(name, to: name == "provider" ? .string(provider) : output.objectValue?[name] ?? .null) }
        return .object(object)
    }
}

/// A list parameter of which one attempt takes only so many elements: a longer list becomes item runs, one a chunk.
public struct Chunk: Sendable {
    public let parameter: String
    /// How many elements one attempt takes.
    public let size: Int
    /// Cuts the list, after it was checked as a whole; throws what is wrong with it.
    public let split: @Sendable (Value) throws(NodeFailure) -> [Value]

    public init(parameter: String, size: Int, split: @escaping @Sendable (Value) throws(NodeFailure) -> [Value]) {
        self.parameter = parameter
        self.size = size
        self.split = split
    }

    /// One output of the outputs of all chunks: lists are put together, everything else is what the first one gave.
    public static func merged(_ outputs: [Value]) -> Value {
        guard case .object(var merged)? = outputs.first(where: { !$0.isNull }) else { return .null }
        for (key, value) in merged {
            guard case .list = value else { continue }
            merged.set(key, to: .list(outputs.flatMap { $0.objectValue?[key]?.listValue ?? [] }))
        }
        return .object(merged)
    }
}

extension PlannedStep {
    /// The ways in which an attempt may go, in their order; one for a step without `via:`.
    public var routes: [PlannedStep] {
        alternatives.isEmpty ? [self] : alternatives.map(through)
    }

    private func through(_ alternative: Alternative) -> PlannedStep {
        var step = self
        step.node = alternative.node
        step.effect = alternative.effect
        step.credential = alternative.credential
        step.parameters = alternative.parameters
        step.timeout = alternative.timeout
        step.onUnknown = alternative.onUnknown
        step.alternatives = []
        step.route = alternative
        return step
    }

    /// The same step behind these others.
    public func waiting(for dependencies: [StepID]) -> PlannedStep {
        var step = self
        step.dependencies = dependencies
        return step
    }
}
