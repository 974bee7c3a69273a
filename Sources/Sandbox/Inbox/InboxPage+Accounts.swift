import Foundation

/// The two accounts: what they own, where their reports go, and whom they may not write to.
extension InboxPage {
    static func accounts(state: SandboxState) -> String {
        let turkeySMS = state.turkeySMS
        let iletiMerkezi = state.iletiMerkezi
        let groups = turkeySMS.groups.filter { !$0.isDeleted }
        let consents = iletiMerkezi.consents.sorted { $0.key.recipient < $1.key.recipient }
        return card(
            .turkeySMS, name: "TurkeySMS", credits: turkeySMS.mainBalance,
            beside: String(format: "%.2f for numbers abroad", turkeySMS.internationalBalance), state: state,
            senders: turkeySMS.account.senders.map { ($0.title, $0.isActive) },
            lists: [
                ("blocked", turkeySMS.blacklist.keys.sorted().map(grouped)),
                (
                    groups.count == 1 ? "contact group" : "contact groups",
                    groups.map { "\(escape($0.name)) <span class=\"soft\">\($0.contacts.count)</span>" }
                ),
            ])
            + card(
                .iletiMerkezi, name: "iletiMerkezi", credits: iletiMerkezi.credits,
                beside: iletiMerkezi.account.brandCode.map { "İYS brand code \($0)" } ?? "no İYS brand code", state: state,
                senders: iletiMerkezi.account.senders.map { ($0, true) },
                lists: [
                    ("blocked", iletiMerkezi.blacklist.map { grouped($0.digits) }),
                    (
                        consents.count == 1 ? "İYS consent" : "İYS consents",
                        consents.map { key, record in
                            let mark = record.isGiven ? "ONAY" : "RET"
                            let who = key.type == "EPOSTA" ? escape(key.recipient) : grouped(String(key.recipient.dropFirst()))
                            return "\(who) <span class=\"soft\">\(key.recipientType) \(key.type) \(mark)</span>"
                        }
                    ),
                ])
    }

    private static func card(
        _ provider: SandboxMessage.Provider, name: String, credits: Int, beside: String, state: SandboxState,
        senders: [(title: String, isActive: Bool)], lists: [(title: String, rows: [String])]
    ) -> String {
        let chips = senders.map { sender in
            "<span class=\"chip\(sender.isActive ? "" : " off")\">\(escape(sender.title))\(sender.isActive ? "" : " (not active)")</span>"
        }
        var html = """
            <article class="account \(provider.rawValue)"><h2>\(name)</h2>
            <p class="credits"><b>\(credits)</b> credits <span class="soft">\(escape(beside))</span></p>
            <p class="senders">\(chips.joined())</p>

            """
        if let target = state.callbacks.targets[provider] {
            let reports = state.callbacks.callbacks.filter { $0.provider == provider }
            let taken = reports.count { $0.state == .delivered }
            html += "<p class=\"target\">reports to <code>\(escape(target.url))</code> "
            html += "<span class=\"soft\">\(taken) of \(reports.count) taken</span></p>\n"
        }
        for list in lists where !list.rows.isEmpty {
            let rows = list.rows.prefix(50).map { "<li>\($0)</li>" }.joined()
            html +=
                "<details data-key=\"\(provider.rawValue) \(list.title)\"><summary>\(list.rows.count) \(list.title)</summary><ul>\(rows)</ul></details>\n"
        }
        return html + "</article>\n"
    }
}
