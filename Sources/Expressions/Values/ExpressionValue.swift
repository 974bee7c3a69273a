import Values

/// A value while an expression runs.
///
/// JSON values are wrapped, not converted: lists and maps stay `Values.Value` inside until an element is asked for.
public enum ExpressionValue: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case timestamp(TimestampValue)
    case duration(DurationValue)
    case list(ExpressionList)
    case map(ExpressionMap)
    indirect case optional(ExpressionValue?)
    /// A type as a value, by its name (`int`, `list`, `google.protobuf.Timestamp`).
    case type(String)
}

extension ExpressionValue {
    /// Wraps a JSON value in constant time.
    @inlinable
    public init(_ value: Value) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .double(let number): self = .double(number)
        case .string(let text): self = .string(text)
        case .list(let elements): self = .list(ExpressionList(elements))
        case .object(let members): self = .map(ExpressionMap(members))
        }
    }

    /// A map with string keys, in order.
    public init(fields: [(String, ExpressionValue)]) {
        self = .map(ExpressionMap(stringKeys: fields))
    }

    /// The name that `type()` gives: `int`, `null_type`, `google.protobuf.Timestamp`, ...
    public var typeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .list: "list"
        case .map: "map"
        case .optional: "optional_type"
        case .type: "type"
        }
    }

    /// What messages call a value of this kind: like `typeName`, but `null`, `timestamp`, `duration`, `optional`.
    public var kindName: String {
        switch self {
        case .null: "null"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .optional: "optional"
        default: typeName
        }
    }
}
