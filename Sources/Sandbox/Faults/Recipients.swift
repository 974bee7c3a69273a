import Values

/// Finds the phone numbers that a request of either provider names, for faults by number.
enum Recipients {
    /// Digits with the country code.
    static func canonical(_ text: String) -> String {
        let digits = String(text.filter { $0.isASCII && $0.isNumber })
        return digits.utf8.count == 10 ? "90" + digits : digits
    }

    static func named(in body: Value) -> [String] {
        var found: [String] = []
        for key in ["sentto", "mobile", "number", "gsm_number"] { collect(body[key], into: &found) }
        if let request = body["request"] {
            let message = request["order"]?["message"]
            for part in message?.listValue ?? message.map({ [$0] }) ?? [] {
                collect(part["receipents"]?["number"], into: &found)
            }
            collect(request["blacklist"]?["number"], into: &found)
            collect(request["consent"]?["recipient"], into: &found)
            collect(request["contact"]?["gsm"], into: &found)
        }
        return found
    }

    private static func collect(_ field: Value?, into found: inout [String]) {
        for element in field?.listValue ?? field.map({ [$0] }) ?? [] {
            if let text = element.lenientText { found.append(canonical(text)) }
        }
    }
}
