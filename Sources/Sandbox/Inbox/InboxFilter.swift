import Foundation

/// Which messages of the inbox are wanted, as the query of its address says.
struct InboxFilter: Equatable, Sendable {
    /// The states that one figure of the page counts.
    enum Stage: String, CaseIterable, Sendable {
        case scheduled
        case onTheWay = "on_the_way"
        case delivered
        case notDelivered = "not_delivered"

        var label: String { rawValue.replacing("_", with: " ") }

        var states: Set<SandboxMessage.State> {
            switch self {
            case .scheduled: [.scheduled]
            case .onTheWay: [.queued, .sent]
            case .delivered: [.delivered]
            case .notDelivered: [.failed, .expired, .cancelled]
            }
        }
    }

    var provider: SandboxMessage.Provider?
    var stage: Stage?
    /// Words that stand in the number, the sender, the text or an id.
    var search = ""

    init(provider: SandboxMessage.Provider? = nil, stage: Stage? = nil, search: String = "") {
        self.provider = provider
        self.stage = stage
        self.search = search
    }

    /// Reads `provider`, `state` and `q`; anything else, and any other value, is passed over.
    init(query: [(name: String, value: String)]) {
        for (name, value) in query {
            switch name {
            case "provider": provider = SandboxMessage.Provider(rawValue: value)
            case "state": stage = Stage(rawValue: value)
            case "q": search = String(value.trimmingCharacters(in: .whitespacesAndNewlines).prefix(200))
            default: break
            }
        }
    }

    var isEmpty: Bool { provider == nil && stage == nil && search.isEmpty }

    func matches(_ message: SandboxMessage) -> Bool {
        if let provider, message.provider != provider { return false }
        if let stage, !stage.states.contains(message.state) { return false }
        guard !search.isEmpty else { return true }
        let words = search.lowercased()
        if [message.text, message.sender, message.id, message.orderID].contains(where: { $0.lowercased().contains(words) }) {
            return true
        }
        // A number may be typed in any way of writing: what stands behind a 0 or +90 is enough.
        guard words.allSatisfy({ $0.isNumber || " +-()".contains($0) }) else { return false }
        let digits = words.filter(\.isNumber).drop { $0 == "0" }
        return !digits.isEmpty && message.recipient.contains(digits)
    }

    /// The address of the page with this filter.
    var address: String {
        var parts: [String] = []
        if let provider { parts.append("provider=\(provider.rawValue)") }
        if let stage { parts.append("state=\(stage.rawValue)") }
        if !search.isEmpty {
            let safe = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "\u{20}"..."\u{7E}"))
            parts.append("q=\(search.addingPercentEncoding(withAllowedCharacters: safe) ?? "")")
        }
        return parts.isEmpty ? "/inbox" : "/inbox?" + parts.joined(separator: "&")
    }
}
