import Expressions

/// The type of a node's parameter or output, as manifests write it.
public indirect enum ParameterType: Hashable, Sendable {
    case text
    case integer
    case number
    case boolean
    /// `10s`, `1h30m`
    case duration
    /// RFC 3339; a point in time.
    case timestamp
    /// `2030-01-31`; a day, in the zone that the provider lives in.
    case date
    /// A phone number; spaces, dashes and a missing country code are put right (`providers`: digits only, `905XXXXXXXXX`).
    case phone
    /// An absolute http or https address.
    case url
    /// A cron schedule.
    case cron
    /// An IANA time zone name.
    case timezone
    /// A bare expression that is evaluated later.
    case expression
    /// The path of a webhook (`PathPattern`).
    case routePath
    /// How a webhook checks its callers.
    case webhookAuth
    /// What a file watch does with a file afterwards.
    case fileAfter
    case list(ParameterType)
    case map
    case any

    private static let simple: [(name: String, type: ParameterType)] = [
        ("text", .text), ("integer", .integer), ("number", .number), ("boolean", .boolean), ("duration", .duration),
        ("timestamp", .timestamp), ("date", .date), ("phone", .phone), ("url", .url), ("cron", .cron), ("timezone", .timezone),
        ("expression", .expression),
        ("route_path", .routePath), ("webhook_auth", .webhookAuth), ("file_after", .fileAfter), ("list", .list(.any)),
        ("map", .map), ("any", .any),
    ]

    /// Every name that stands for a type on its own; `list(...)` takes any of them.
    public static let names = simple.map(\.name)

    public init?(name: String) {
        if let known = Self.simple.first(where: { $0.name == name }) {
            self = known.type
        } else if name.hasPrefix("list("), name.hasSuffix(")"), let element = Self(name: String(name.dropFirst(5).dropLast())) {
            self = .list(element)
        } else {
            return nil
        }
    }

    public var name: String {
        if case .list(let element) = self, element != .any { return "list(\(element.name))" }
        return Self.simple.first { $0.type == self }?.name ?? "any"
    }

    /// What an expression that reads such a value sees.
    public var expressionType: ExpressionType {
        switch self {
        case .text, .duration, .timestamp, .date, .phone, .url, .cron, .timezone, .expression, .routePath: .string
        case .integer: .int
        case .boolean: .bool
        case .list(let element): .list(element.expressionType)
        case .map: .map(.string, .dyn)
        case .number, .webhookAuth, .fileAfter, .any: .dyn
        }
    }

    /// Whether a plain value stands for text as it was written, so that `to: 905550000001` needs no quotes.
    public var isText: Bool {
        switch self {
        case .text, .duration, .timestamp, .date, .phone, .url, .cron, .timezone, .expression, .routePath: true
        case .integer, .number, .boolean, .webhookAuth, .fileAfter, .list, .map, .any: false
        }
    }

    /// Whether an expression of that type may stand here; a value of it is checked again when it is known.
    public func accepts(_ type: ExpressionType) -> Bool {
        switch (self, type) {
        case (_, .dyn), (.any, _): true
        case (.timestamp, .timestamp), (.duration, .duration): true
        case (.text, .int), (.phone, .int): true
        case (_, .string) where isText: true
        case (.integer, .int), (.boolean, .bool): true
        case (.number, .int), (.number, .uint), (.number, .double): true
        case (.list(let element), .list(let other)): element.accepts(other)
        // One element may stand for a list of it.
        case (.list(let element), _) where element != .any: element.accepts(type)
        case (.map, .map), (.map, .object), (.webhookAuth, .map), (.fileAfter, .map): true
        default: false
        }
    }
}
