import Values

/// A request as a provider's simulation sees it.
struct ProviderRequest: Sendable {
    var method: String
    /// Without the prefix of the provider.
    var path: String
    var contentType: String?
    /// Nil when what came is not JSON.
    var body: Value?
    /// Whether it came in a form whose answers are XML.
    var answersXML = false
}

/// What a provider answers, before it becomes bytes.
struct ProviderAnswer: Sendable, Equatable, Codable {
    var status: Int
    @JSONText var body: Value
    var isXML = false

    var bytes: [UInt8] { isXML ? XMLAnswer.bytes(body) : JSONWriter().write(body) }
    var contentType: String { isXML ? "text/xml; charset=utf-8" : "application/json; charset=utf-8" }
}

extension Value {
    /// An integer that may have come as a whole number or as digits in text: client libraries differ.
    var lenientInt: Int? {
        switch self {
        case .int(let number): Int(exactly: number)
        case .double(let number): Int(exactly: number)
        case .string(let text): Int(text)
        case .null, .bool, .list, .object: nil
        }
    }

    /// Text that may have come as an integer.
    var lenientText: String? {
        switch self {
        case .string(let text): text
        case .int(let number): String(number)
        case .null, .bool, .double, .list, .object: nil
        }
    }
}
