/// The static type of an expression, a variable or a parameter.
public indirect enum ExpressionType: Hashable, Sendable {
    /// Anything; checked when the expression runs. The type of undeclared JSON.
    case dyn
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case timestamp
    case duration
    /// The type of types: what `type(x)` gives.
    case type
    case list(ExpressionType)
    case map(ExpressionType, ExpressionType)
    case optional(ExpressionType)
    /// A map whose keys are known beforehand, so that a misspelled field is found before the run.
    case object(ObjectType)
    /// Stands for one type within one overload (`T` in `list(T) + list(T)`).
    case typeParameter(String)
    /// A type that only functions of the host know.
    case opaque(String, [ExpressionType])
}

extension ExpressionType: CustomStringConvertible {
    public var description: String {
        switch self {
        case .dyn: "dyn"
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .type: "type"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .optional(let wrapped): "optional(\(wrapped))"
        case .object(let object): object.name
        case .typeParameter(let name): name
        case .opaque(let name, let parameters):
            parameters.isEmpty ? name : "\(name)(\(parameters.map(\.description).joined(separator: ", ")))"
        }
    }
}
