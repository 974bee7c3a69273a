extension ExpressionValue {
    /// What `string()` makes of the value; nil for kinds that it does not take.
    var text: String? {
        switch self {
        case .string(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        case .uint(let number): String(number)
        case .double(let number): number.expressionText
        case .timestamp(let time): time.rfc3339
        case .duration(let duration): duration.text
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        default: nil
        }
    }
}
