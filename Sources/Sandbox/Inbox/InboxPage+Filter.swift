extension InboxPage {
    /// The figures, each a way to see only what it counts, and a field to search in.
    static func filters(_ filter: InboxFilter, messages: [SandboxMessage]) -> String {
        let ofProvider = messages.filter { filter.provider == nil || $0.provider == filter.provider }
        var all = filter
        all.stage = nil
        var cells = cell("messages", ofProvider.count, to: all, isOn: filter.stage == nil)
        for stage in InboxFilter.Stage.allCases {
            var one = filter
            one.stage = stage
            cells += cell(
                stage.label, ofProvider.count { stage.states.contains($0.state) }, to: one, isOn: filter.stage == stage)
        }
        cells += "<div><b>\(ofProvider.reduce(0) { $0 + $1.segments })</b><span>segments</span></div>"
        let tabs = [(nil, "All"), (.turkeySMS, "TurkeySMS"), (.iletiMerkezi, "iletiMerkezi")]
            .map { (provider: SandboxMessage.Provider?, name: String) in
                var one = filter
                one.provider = provider
                return "<a\(filter.provider == provider ? " class=\"on\"" : "") href=\"\(escape(one.address))\">\(name)</a>"
            }.joined()
        let hidden =
            (filter.provider.map { "<input type=\"hidden\" name=\"provider\" value=\"\($0.rawValue)\">" } ?? "")
            + (filter.stage.map { "<input type=\"hidden\" name=\"state\" value=\"\($0.rawValue)\">" } ?? "")
        let clear = filter.isEmpty ? "" : "<a href=\"/inbox\">show all</a>"
        return """
            <section class="figures">\(cells)</section>
            <form class="filter" action="/inbox" method="get"><nav>\(tabs)</nav>\(hidden)
            <input type="search" name="q" value="\(escape(filter.search))" placeholder="Number, text, sender or id" aria-label="Search">
            \(clear)</form>

            """
    }

    private static func cell(_ label: String, _ count: Int, to filter: InboxFilter, isOn: Bool) -> String {
        "<a\(isOn ? " class=\"on\"" : "") href=\"\(escape(filter.address))\"><b>\(count)</b><span>\(label)</span></a>"
    }
}
