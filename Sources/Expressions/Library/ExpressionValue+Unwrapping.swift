/// What functions take out of their arguments. An overload is only called with kinds that it admits, so a mismatch is our mistake.
extension ExpressionValue {
    var stringArgument: String {
        guard case .string(let text) = self else { preconditionFailure("the overload admits string only") }
        return text
    }

    var intArgument: Int64 {
        guard case .int(let number) = self else { preconditionFailure("the overload admits int only") }
        return number
    }

    var uintArgument: UInt64 {
        guard case .uint(let number) = self else { preconditionFailure("the overload admits uint only") }
        return number
    }

    var doubleArgument: Double {
        guard case .double(let number) = self else { preconditionFailure("the overload admits double only") }
        return number
    }

    var bytesArgument: [UInt8] {
        guard case .bytes(let bytes) = self else { preconditionFailure("the overload admits bytes only") }
        return bytes
    }

    var listArgument: ExpressionList {
        guard case .list(let list) = self else { preconditionFailure("the overload admits list only") }
        return list
    }

    var mapArgument: ExpressionMap {
        guard case .map(let map) = self else { preconditionFailure("the overload admits map only") }
        return map
    }

    var timestampArgument: TimestampValue {
        guard case .timestamp(let time) = self else { preconditionFailure("the overload admits timestamp only") }
        return time
    }

    var durationArgument: DurationValue {
        guard case .duration(let duration) = self else { preconditionFailure("the overload admits duration only") }
        return duration
    }

    var optionalArgument: ExpressionValue? {
        guard case .optional(let wrapped) = self else { preconditionFailure("the overload admits optional only") }
        return wrapped
    }
}
