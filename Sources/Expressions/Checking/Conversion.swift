/// Advice about turning one type into another.
enum Conversion {
    /// Lines such as "write string(...)"; empty when there is nothing good to say.
    static func help(from: ExpressionType, to: ExpressionType, subject: String = "it") -> [String] {
        if case .optional(let wrapped) = from, wrapped == to || wrapped == .dyn {
            return ["write .orValue(...) behind \(subject) to say what an empty optional becomes"]
        }
        switch (from, to) {
        case (.int, .string), (.uint, .string), (.double, .string), (.bool, .string), (.bytes, .string), (.timestamp, .string),
            (.duration, .string):
            return ["write string(...) around \(subject)"]
        case (.string, .int), (.double, .int), (.uint, .int), (.timestamp, .int): return ["write int(...) around \(subject)"]
        case (.string, .double), (.int, .double), (.uint, .double): return ["write double(...) around \(subject)"]
        case (.string, .timestamp), (.int, .timestamp): return ["write timestamp(...) around \(subject)"]
        case (.string, .duration): return ["write duration(...) around \(subject), as in duration('90s')"]
        case (.string, .bool): return ["write bool(...) around \(subject), or compare it: x == 'yes'"]
        case (.int, .bool), (.uint, .bool), (.double, .bool): return ["compare it, as in x > 0"]
        case (.list, .bool): return ["ask for its size, as in size(x) > 0"]
        default: return []
        }
    }
}
