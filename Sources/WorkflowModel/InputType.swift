import Expressions
import Values

/// The type of a workflow input.
public indirect enum InputType: Hashable, Sendable {
    case text
    case integer
    case number
    case boolean
    case list(InputType)
    case map
    case any

    /// Reads `text`, `integer`, `number`, `boolean`, `list`, `list(text)`, `map`, `any`; nil for anything else.
    public init?(name: String) {
        switch name {
        case "text": self = .text
        case "integer": self = .integer
        case "number": self = .number
        case "boolean": self = .boolean
        case "list": self = .list(.any)
        case "map": self = .map
        case "any": self = .any
        default:
            guard name.hasPrefix("list("), name.hasSuffix(")"),
                let element = InputType(name: String(name.dropFirst(5).dropLast()))
            else { return nil }
            self = .list(element)
        }
    }

    public static let names = ["text", "integer", "number", "boolean", "list", "list(text)", "map", "any"]

    public var name: String {
        switch self {
        case .text: "text"
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .list(.any): "list"
        case .list(let element): "list(\(element.name))"
        case .map: "map"
        case .any: "any"
        }
    }

    /// What an expression sees. A number arrives as int or double, as it was written, so its type is open.
    public var expressionType: ExpressionType {
        switch self {
        case .text: .string
        case .integer: .int
        case .number, .any: .dyn
        case .boolean: .bool
        case .list(let element): .list(element.expressionType)
        case .map: .map(.string, .dyn)
        }
    }

    public func accepts(_ value: Value) -> Bool {
        switch (self, value) {
        case (.any, _), (.text, .string), (.integer, .int), (.number, .int), (.number, .double), (.boolean, .bool),
            (.map, .object):
            true
        case (.list(let element), .list(let values)): values.allSatisfy(element.accepts)
        default: false
        }
    }
}
