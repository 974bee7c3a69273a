import Values

/// `/control/senders` and `/control/balances`.
extension ControlAPI {
    /// Adds a sender ID, or changes whether it is active; at iletiMerkezi one that is not active is gone.
    func setSender(_ body: Value) throws(Refusal) -> Value {
        try check(body, known: ["provider", "title", "active"])
        let provider = try provider(body)
        guard let title = body["title"]?.stringValue, (1...11).contains(title.count), title.unicodeScalars.allSatisfy(\.isASCII)
        else { throw Refusal(message: "`title` must be text of 1 to 11 ASCII characters") }
        guard let isActive = (body["active"] ?? true).boolValue else { throw Refusal(message: "`active` must be true or false") }
        try kept { () throws(StateFileError) in try store.commit { _, _ in .sender(title, isActive: isActive, provider) } }
        return store.update { state, now in state.overview(now: now) }
    }

    func setBalance(_ body: Value) throws(Refusal) -> Value {
        try check(body, known: ["provider", "credits"])
        let provider = try provider(body)
        guard let credits = body["credits"]?.lenientInt, (0...1_000_000_000).contains(credits) else {
            throw Refusal(message: "`credits` must be a whole number from 0 to 1000000000")
        }
        try kept { () throws(StateFileError) in try store.commit { _, now in .balance(credits, provider, at: now) } }
        return store.update { state, now in state.overview(now: now) }
    }
}
