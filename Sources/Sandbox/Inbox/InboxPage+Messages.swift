import Foundation
import SMSText

/// One message: who to whom, what the phone shows, its life, and what was reported about it.
extension InboxPage {
    static func item(_ message: SandboxMessage) -> String {
        let provider = message.provider == .turkeySMS ? "TurkeySMS" : "iletiMerkezi"
        let parts = message.segments == 1 ? "1 segment" : "\(message.segments) segments"
        let reason = message.reason.map { "<span class=\"reason\">\(escape($0))</span>" } ?? ""
        let batch =
            message.orderID == message.id
            ? "" : "<span>\(message.provider == .turkeySMS ? "batch" : "order") \(escape(message.orderID))</span>"
        let kind = message.kind == .otp ? "<span class=\"kind\">one-time code</span>" : ""
        return """
            <li class="\(message.provider.rawValue)">
            <header><span class="provider">\(provider)</span>\(kind)
            \(reason)<span class="state \(message.state.rawValue)">\(message.state.rawValue)</span></header>
            <div class="route"><b>\(escape(message.sender))</b> <span class="arrow">→</span> \(grouped(message.recipient))</div>
            \(bubbles(message))\(life(message))\(reports(message))<footer><span>\(escape(message.encoding))</span><span>\(parts)</span>
            <span>message \(escape(message.id))</span>\(batch)</footer>
            </li>

            """
    }

    /// One bubble for each part that the phone receives.
    private static func bubbles(_ message: SandboxMessage) -> String {
        let count = message.parts.count
        // The code of the operator, which the phone shows and the sender did not write.
        let added = message.provider == .iletiMerkezi ? SegmentEstimate.iletiMerkeziSuffix : ""
        var html = ""
        for (place, part) in message.parts.enumerated() {
            let number = count > 1 ? "<span class=\"part\">\(place + 1)/\(count)</span>" : ""
            var text = escape(part)
            if !added.isEmpty, place == count - 1, part.hasSuffix(added) {
                text =
                    escape(String(part.dropLast(added.count)))
                    + "<span class=\"soft\" title=\"operator code, added by the provider\">\(added)</span>"
            }
            html += "<p class=\"text\" dir=\"auto\">\(number)\(text)</p>\n"
        }
        return html
    }

    /// The states with their times, a date wherever it changes; a scheduled message ends with when it is due.
    private static func life(_ message: SandboxMessage) -> String {
        var steps = message.history.map { (name: $0.state.rawValue, at: $0.at, kind: $0.state.rawValue) }
        if message.state == .scheduled { steps.append(("due", message.at, "due")) }
        var date: Substring = ""
        let shown = steps.map { step in
            let moment = step.at.dropLast().split(separator: "T")
            let isSameDay = moment.first == date
            date = moment.first ?? ""
            let text = isSameDay ? String(moment.last ?? "") : moment.joined(separator: " ") + " UTC"
            return "<li class=\"\(step.kind)\">\(step.name) <time datetime=\"\(step.at)\">\(text)</time></li>"
        }
        return "<ol class=\"life\">\(shown.joined())</ol>\n"
    }

    /// Each delivery report with the answers that it got.
    private static func reports(_ message: SandboxMessage) -> String {
        guard !message.callbacks.isEmpty else { return "" }
        let rows = message.callbacks.map { report in
            let attempts = report.attempts.map { attempt in
                let isTaken = attempt.status.map { (200..<300).contains($0) } ?? false
                let label = attempt.status.map(String.init) ?? "no answer"
                let time = attempt.at.dropLast().split(separator: "T").last ?? ""
                let title = escape([String(time), attempt.problem].compactMap { $0 }.joined(separator: ": "))
                return "<span class=\"\(isTaken ? "taken" : "refused")\" title=\"\(title)\">\(label)</span>"
            }
            let state =
                switch report.state {
                case "delivered": "taken"
                case "given_up": "given up"
                case "lost": "lost by a fault"
                default: report.attempts.isEmpty ? "not sent yet" : "will be sent again"
                }
            return "<li><code>\(escape(report.event))</code>\(attempts.joined()) <span class=\"soft\">\(state)</span></li>"
        }
        return "<ul class=\"reports\" title=\"delivery reports\">\(rows.joined())</ul>\n"
    }
}
