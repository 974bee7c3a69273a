import Values

/// Holds a result against its limits, and stops counting as soon as one is passed.
///
/// Texts, lists and maps that the expression built count in full. JSON that only passes through costs nothing as the whole
/// result; inside something built it has a limit of its own, since one document may stand there many times.
struct ResultMeter {
    private let limits: ExpressionLimits
    private var built = 0
    private var passed = 0

    static func check(_ value: ExpressionValue, _ limits: ExpressionLimits) throws(EvaluationError) {
        switch value {
        case .null, .bool, .int, .uint, .double, .timestamp, .duration, .type: return
        case .list(let list) where list.json != nil: return
        case .map(let map) where map.json != nil: return
        default:
            var meter = ResultMeter(limits: limits)
            try meter.add(value)
        }
    }

    private init(limits: ExpressionLimits) {
        self.limits = limits
    }

    private mutating func build(_ bytes: Int) throws(EvaluationError) {
        built += bytes
        guard built <= limits.resultBytes else {
            throw EvaluationError(.overBudget, "the result is larger than \(limits.resultBytes) bytes")
        }
    }

    private mutating func pass(_ bytes: Int) throws(EvaluationError) {
        passed += bytes
        guard passed <= limits.passedBytes else {
            throw EvaluationError(.overBudget, "the result holds more than \(limits.passedBytes) bytes of data")
        }
    }

    private mutating func add(_ value: ExpressionValue) throws(EvaluationError) {
        switch value {
        case .string(let text): try build(text.utf8.count)
        case .bytes(let bytes): try build(bytes.count)
        case .optional(let wrapped): if let wrapped { try add(wrapped) }
        case .list(let list):
            if let json = list.json {
                for element in json { try add(element) }
            } else {
                try build(list.count)
                for index in 0..<list.count { try add(list[index]) }
            }
        case .map(let map):
            if let json = map.json {
                try add(Value.object(json))
            } else {
                try build(map.count)
                for (key, value) in map.entries {
                    try add(key)
                    try add(value)
                }
            }
        default: break
        }
    }

    private mutating func add(_ value: Value) throws(EvaluationError) {
        try pass(8)
        switch value {
        case .string(let text): try pass(text.utf8.count)
        case .list(let elements): for element in elements { try add(element) }
        case .object(let members):
            for (key, value) in members {
                try pass(key.utf8.count)
                try add(value)
            }
        default: break
        }
    }
}
