import Values

/// `/control/callbacks` and `/control/callbacks/event`.
extension ControlAPI {
    /// The addresses without their secrets, and every report with its attempts.
    func callbacks() -> Value {
        store.update { state, now in
            state.advanceCallbacks(now: now)
            var targets: ValueObject = [:]
            for provider in SandboxMessage.Provider.allCases {
                targets[provider.rawValue] = state.callbacks.targets[provider]?.publicValue
            }
            return ["targets": .object(targets), "callbacks": .list(state.callbacks.callbacks.map(\.value))]
        }
    }

    func setCallbackTarget(_ body: Value) throws(Refusal) -> Value {
        let provider = try provider(body)
        let target: CallbackTarget
        do {
            target = try CallbackTarget(body.objectValue ?? [:])
        } catch {
            throw Refusal(message: error.message)
        }
        try kept { () throws(StateFileError) in try store.commit { _, now in .callbackTarget(target, provider, at: now) } }
        return callbacks()
    }

    func removeCallbackTargets() throws(Refusal) -> Value {
        for provider in SandboxMessage.Provider.allCases {
            try kept { () throws(StateFileError) in try store.commit { _, now in .callbackTarget(nil, provider, at: now) } }
        }
        return callbacks()
    }

    /// Events of TurkeySMS that no message causes. Their fields are not documented beyond `event_type` and `timestamp`.
    func emitEvent(_ body: Value) throws(Refusal) -> Value {
        try check(body, known: ["event", "sms_id"])
        guard let event = body["event"]?.stringValue, ["key.test", "otp.verified"].contains(event) else {
            throw Refusal(message: "`event` must be `key.test` or `otp.verified`")
        }
        guard store.update({ state, _ in state.callbacks.targets[.turkeySMS] != nil }) else {
            throw Refusal(status: 409, message: "no address for reports of `turkeysms` is set")
        }
        var data: ValueObject = [:]
        if event == "otp.verified" {
            guard let id = body["sms_id"]?.lenientInt else { throw Refusal(message: "`sms_id` is missing") }
            data = ["sms_id": .int(Int64(id)), "status": "verified"]
        }
        try kept { () throws(StateFileError) in try store.commit { _, now in .callbackEvent(event, data: data, at: now) } }
        return callbacks()
    }
}
