import Values

extension SandboxMessage {
    /// The message as `/inbox.json` lists it.
    public var value: Value {
        var members: ValueObject = [
            "id": .string(id),
            "provider": .string(provider.rawValue),
            "kind": .string(kind.rawValue),
            "sender": .string(sender),
            "recipient": .string(recipient),
            "text": .string(text),
            "encoding": .string(encoding),
            "segments": .int(Int64(segments)),
            "state": .string(state.rawValue),
            "at": .string(at),
            "order_id": .string(orderID),
            "history": .list(history.map { ["state": .string($0.state.rawValue), "at": .string($0.at)] }),
            "parts": .list(parts.map(Value.string)),
            "callbacks": .list(callbacks.map(\.value)),
        ]
        if let reason { members["reason"] = .string(reason) }
        return .object(members)
    }
}

extension SandboxMessage.Report {
    fileprivate var value: Value {
        [
            "event": .string(event), "state": .string(state), "at": .string(at),
            "attempts": .list(
                attempts.map { attempt in
                    [
                        "at": .string(attempt.at), "status": attempt.status.map { .int(Int64($0)) } ?? .null,
                        "problem": attempt.problem.map(Value.string) ?? .null,
                    ]
                }),
        ]
    }
}
