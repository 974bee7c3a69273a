import Values

extension CallbackTarget {
    /// Reads what a control request says; `provider` was read before.
    init(_ fields: ValueObject) throws(CallbackTargetError) {
        let known = [
            "provider", "url", "secret", "signature", "algorithm", "retry_delays", "timeout_seconds",
        ]
        for key in fields.keys where !known.contains(key) {
            throw CallbackTargetError("unknown field `\(key)`, expected \(known.map { "`\($0)`" }.joined(separator: ", "))")
        }
        guard let url = fields["url"]?.stringValue else { throw CallbackTargetError("`url` is missing") }
        var delays = CallbackTarget.defaultRetryDelays
        if let field = fields["retry_delays"] {
            let numbers = field.listValue?.compactMap(\.numberValue)
            guard let numbers, numbers.count == field.listValue?.count else {
                throw CallbackTargetError("`retry_delays` must be a list of seconds")
            }
            delays = numbers
        }
        try self.init(
            url: url, secret: fields["secret"]?.stringValue ?? CallbackTarget.defaultSecret,
            signatureForm: try CallbackTarget.choice("signature", fields["signature"], .prefixed),
            algorithm: try CallbackTarget.choice("algorithm", fields["algorithm"], .sha256),
            retryDelays: delays, timeout: fields["timeout_seconds"]?.numberValue ?? CallbackTarget.defaultTimeout)
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ field: Value?, _ standard: Choice
    ) throws(CallbackTargetError) -> Choice {
        guard let field else { return standard }
        guard let choice = field.stringValue.flatMap(Choice.init(rawValue:)) else {
            let choices = Choice.allCases.map { "`\($0.rawValue)`" }.joined(separator: " or ")
            throw CallbackTargetError("`\(name)` must be \(choices)")
        }
        return choice
    }

    /// Everything, for the state file.
    var value: Value {
        .object(publicFields.merging("secret", .string(secret)))
    }

    /// Everything but the secret.
    var publicValue: Value { .object(publicFields) }

    private var publicFields: ValueObject {
        [
            "url": .string(url),
            "signature": .string(signatureForm.rawValue),
            "algorithm": .string(algorithm.rawValue),
            "retry_delays": .list(retryDelays.map(Value.double)),
            "timeout_seconds": .double(timeout),
        ]
    }
}

extension ValueObject {
    fileprivate func merging(_ key: String, _ value: Value) -> ValueObject {
        var merged = self
        merged[key] = value
        return merged
    }
}
