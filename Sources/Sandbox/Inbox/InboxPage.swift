import Foundation

/// The inbox as a web page: everything in one text, no script and no other file.
struct InboxPage: Sendable {
    let html: String

    init(state: SandboxState, now: Date) {
        let messages = state.inbox(now: now)
        var html = InboxPage.head
        html += InboxPage.summary(state: state, messages: messages)
        if messages.isEmpty {
            html += "<p class=\"empty\">No messages yet. Point a provider at this address and send one.</p>\n"
        } else {
            html += "<ol class=\"messages\">\n"
            for message in messages.reversed().prefix(InboxPage.maximumShown) { html += InboxPage.item(message) }
            html += "</ol>\n"
            if messages.count > InboxPage.maximumShown {
                html += "<p class=\"empty\">The newest \(InboxPage.maximumShown) of \(messages.count) messages; "
                html += "all of them are in <a href=\"/inbox.json\">/inbox.json</a>.</p>\n"
            }
        }
        html += "</main></body></html>\n"
        self.html = html
    }

    private static let maximumShown = 200

    private static func summary(state: SandboxState, messages: [SandboxMessage]) -> String {
        let segments = messages.reduce(0) { $0 + $1.segments }
        var cards = ""
        for (label, figure) in [
            ("messages", "\(messages.count)"), ("segments", "\(segments)"),
            ("TurkeySMS credits", "\(state.turkeySMS.mainBalance)"),
            ("iletiMerkezi credits", "\(state.iletiMerkezi.credits)"),
        ] {
            cards += "<div class=\"card\"><b>\(figure)</b><span>\(label)</span></div>\n"
        }
        var html = "<section class=\"cards\">\n\(cards)</section>\n"
        if !state.faults.armed.isEmpty {
            let names = state.faults.armed.map { fault in
                "<code>\(escape(fault.name.rawValue))</code> × \(fault.times)" + (fault.path.map { " on \(escape($0))" } ?? "")
                    + (fault.number.map { " for \(escape($0))" } ?? "")
            }
            html += "<p class=\"faults\"><b>Faults waiting:</b> \(names.joined(separator: ", "))</p>\n"
        }
        return html
    }

    private static func item(_ message: SandboxMessage) -> String {
        let provider = message.provider == .turkeySMS ? "TurkeySMS" : "iletiMerkezi"
        let parts = message.segments == 1 ? "1 segment" : "\(message.segments) segments"
        let kind = message.kind == .otp ? "<span class=\"kind\">one-time code</span>" : ""
        return """
            <li class="\(message.provider.rawValue)">
            <header><span class="provider">\(provider)</span>\(kind)
            <span class="state \(message.state.rawValue)">\(message.state.rawValue)</span></header>
            <div class="route"><b>\(escape(message.sender))</b> <span class="arrow">→</span> \(grouped(message.recipient))</div>
            \(bubbles(message))<p class="life">\(life(message))</p>
            <footer><span>\(escape(message.encoding))</span><span>\(parts)</span><span>order \(escape(message.orderID))</span>
            </footer>
            </li>

            """
    }

    /// `905550000001` as people read it.
    private static func grouped(_ number: String) -> String {
        guard number.hasPrefix("90"), number.count == 12 else { return escape("+" + number) }
        let digits = Array(number)
        return "+90 \(String(digits[2..<5])) \(String(digits[5..<8])) \(String(digits[8..<10])) \(String(digits[10..<12]))"
    }

    /// One bubble for each part that the phone receives.
    private static func bubbles(_ message: SandboxMessage) -> String {
        let count = message.parts.count
        guard count > 1 else { return "<p class=\"text\" dir=\"auto\">\(escape(message.parts.first ?? ""))</p>\n" }
        var html = ""
        for (place, part) in message.parts.enumerated() {
            html += "<p class=\"text\" dir=\"auto\"><span class=\"part\">\(place + 1)/\(count)</span>\(escape(part))</p>\n"
        }
        return html
    }

    /// `queued 2026-11-21 07:00:00 UTC → sent 07:00:01`: a date wherever it changes.
    private static func life(_ message: SandboxMessage) -> String {
        var steps = message.history.map { (name: $0.state.rawValue, at: $0.at) }
        if message.state == .scheduled { steps.append(("due", message.at)) }
        var date: Substring = ""
        let shown = steps.map { step in
            let moment = step.at.dropLast().split(separator: "T")
            let isSameDay = moment.first == date
            date = moment.first ?? ""
            let text = isSameDay ? String(moment.last ?? "") : moment.joined(separator: " ") + " UTC"
            return "\(step.name) <time datetime=\"\(step.at)\">\(text)</time>"
        }
        return shown.joined(separator: " <span class=\"arrow\">→</span> ")
    }

    /// The five characters that mean something in HTML.
    static func escape(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
