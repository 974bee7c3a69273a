import Values

/// Gives the variables of an evaluation their values.
///
/// Asked at most once for each variable an evaluation really uses; must give the same value each time.
public protocol Activation: Sendable {
    /// Nil when the variable has no value.
    func value(of variable: String) -> ExpressionValue?
}

/// Variables out of a dictionary.
public struct DictionaryActivation: Activation {
    public var variables: [String: ExpressionValue]

    public init(_ variables: [String: ExpressionValue] = [:]) {
        self.variables = variables
    }

    public init(_ variables: [String: Value]) {
        self.variables = variables.mapValues { ExpressionValue($0) }
    }

    public func value(of variable: String) -> ExpressionValue? { variables[variable] }
}
