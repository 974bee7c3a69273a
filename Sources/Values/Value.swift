/// The one JSON-like value that flows through workflows, runs, journals and requests.
///
/// Integers and doubles stay apart: `1` and `1.0` are different values (reference: expression profile, "JSON numbers").
/// Doubles are finite; JSON has no others.
public enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case list([Value])
    case object(ValueObject)
}

extension Value {
    public var stringValue: String? {
        if case .string(let text) = self { text } else { nil }
    }

    public var boolValue: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    public var intValue: Int64? {
        if case .int(let number) = self { number } else { nil }
    }

    /// An int or a double as a double.
    public var numberValue: Double? {
        switch self {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    public var listValue: [Value]? {
        if case .list(let elements) = self { elements } else { nil }
    }

    public var objectValue: ValueObject? {
        if case .object(let members) = self { members } else { nil }
    }

    public var isNull: Bool { self == .null }

    /// The member of that name; nil when this is no object or has no such member.
    public subscript(key: String) -> Value? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// The element at that place; nil when this is no list or is shorter.
    public subscript(index: Int) -> Value? {
        if case .list(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
    }

    /// What a message calls a value of this kind: `text`, `integer`, `list`, ...
    public var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .int: "integer"
        case .double: "number"
        case .string: "text"
        case .list: "list"
        case .object: "map"
        }
    }
}

extension Value: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: Value...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, Value)...) { self = .object(ValueObject(elements)) }
}
