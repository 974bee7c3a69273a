import CivilDates
import Foundation

/// The inbox as a web page: everything in one text and no other file. Without scripts it loads itself again.
struct InboxPage: Sendable {
    let html: String

    private static let maximumShown = 200

    /// - Parameter host: where the browser found it.
    init(state: SandboxState, filter: InboxFilter = InboxFilter(), host: String, now: Date) {
        let all = state.inbox(now: now)
        let messages = all.filter(filter.matches)
        var html = InboxPage.head
        html += InboxPage.banner(now: now)
        html += InboxPage.filters(filter, messages: all)
        html += "<section class=\"accounts\">\n\(InboxPage.accounts(state: state))</section>\n"
        html += InboxPage.faults(state.faults)
        if all.isEmpty {
            html += InboxPage.empty(state: state, host: host)
        } else if messages.isEmpty {
            html += "<p class=\"empty\"><b>Nothing fits.</b><br><a href=\"/inbox\">Show all \(all.count) messages</a></p>\n"
        } else {
            html += "<ol class=\"messages\">\n"
            for message in messages.reversed().prefix(InboxPage.maximumShown) { html += InboxPage.item(message) }
            html += "</ol>\n"
            if messages.count > InboxPage.maximumShown {
                html += "<p class=\"empty\">The newest \(InboxPage.maximumShown) of \(messages.count) messages; "
                html += "all of them are in <a href=\"/inbox.json\">/inbox.json</a>.</p>\n"
            }
        }
        html += "</main><p class=\"gone\">The sandbox does not answer any more.</p>\n"
        html += "<script>\(InboxPage.script)</script></body></html>\n"
        self.html = html
    }

    private static func banner(now: Date) -> String {
        let time = CivilTime(utc: now)
        return """
            <header class="top"><div><h1>Ulak sandbox</h1>
            <p class="lead">What TurkeySMS and iletiMerkezi would have sent. Nothing left this machine.</p></div>
            <p class="links"><time datetime="\(time.rfc3339)">\(time.clock) UTC</time> <a href="/inbox.json">JSON</a></p></header>

            """
    }

    private static func faults(_ queue: FaultQueue) -> String {
        var html = ""
        if !queue.armed.isEmpty {
            let names = queue.armed.map { fault in
                "<code>\(escape(fault.name.rawValue))</code> × \(fault.times)"
                    + (fault.path.map { " on \(escape($0))" } ?? "") + (fault.number.map { " for \(escape($0))" } ?? "")
            }
            html += "<p class=\"faults\"><b>Faults waiting:</b> \(names.joined(separator: ", "))</p>\n"
        }
        if let lottery = queue.lottery {
            let share = Int((lottery.rate.probability * 100).rounded())
            let struck = lottery.struck.values.reduce(0, +)
            html += "<p class=\"faults\"><b>Faults by chance:</b> \(share) % with seed \(lottery.seed); "
            html += "\(struck) of \(lottery.requests) requests were struck</p>\n"
        }
        return html
    }

    /// `905550000001` as people read it.
    static func grouped(_ number: String) -> String {
        guard number.hasPrefix("90"), number.count == 12 else { return escape("+" + number) }
        let digits = Array(number)
        return "+90 \(String(digits[2..<5])) \(String(digits[5..<8])) \(String(digits[8..<10])) \(String(digits[10..<12]))"
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
