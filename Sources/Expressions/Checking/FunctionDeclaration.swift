/// A function of the host, or of the standard library: one name and its overloads.
public struct FunctionDeclaration: Sendable {
    /// With its namespace: `math.abs`.
    public let name: String
    public let overloads: [FunctionOverload]

    public init(_ name: String, _ overloads: [FunctionOverload]) {
        self.name = name
        self.overloads = overloads
    }
}

/// One way to call a function.
public struct FunctionOverload: Sendable {
    /// Gets as many values as there are parameters; may throw `EvaluationError` without a range.
    public typealias Implementation =
        @Sendable ([ExpressionValue], inout EvaluationContext) throws(EvaluationError) ->
        ExpressionValue

    /// The target of a member call comes first.
    public let parameters: [ExpressionType]
    public let result: ExpressionType
    /// Called as `target.name(...)` rather than `name(...)`.
    public let isMember: Bool
    let implementation: Implementation
    /// Looks at arguments that are literals, once, when the expression is compiled: refuses a bad one, such as a broken pattern,
    /// or gives an implementation that is prepared for it.
    let specialize: Specialization?

    typealias Specialization = @Sendable ([ExpressionValue?]) throws(EvaluationError) -> Implementation?

    public init(
        _ parameters: [ExpressionType], _ result: ExpressionType, isMember: Bool = false,
        _ implementation: @escaping Implementation
    ) {
        self.parameters = parameters
        self.result = result
        self.isMember = isMember
        self.implementation = implementation
        specialize = nil
    }

    init(
        _ parameters: [ExpressionType], _ result: ExpressionType, isMember: Bool = false,
        specialize: @escaping Specialization, _ implementation: @escaping Implementation
    ) {
        self.parameters = parameters
        self.result = result
        self.isMember = isMember
        self.specialize = specialize
        self.implementation = implementation
    }
}
