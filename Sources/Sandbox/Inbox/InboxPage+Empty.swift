extension InboxPage {
    /// What to do first: where the providers are, with what to get in, and a request to try.
    ///
    /// - Parameter host: as the browser wrote it, such as `127.0.0.1:8025`.
    static func empty(state: SandboxState, host: String) -> String {
        let address = escape("http://\(host)")
        let port = host.split(separator: ":").last.map(String.init) ?? ""
        let account = state.configuration.turkeySMS
        let environment =
            port.isEmpty || !port.allSatisfy(\.isNumber)
            ? "" : "<p>In a shell, for workflows:</p><pre>eval \"$(ulak sandbox --print-environment --port \(port))\"</pre>"
        let rows = [
            ("TurkeySMS", SandboxConfiguration.turkeySMSPrefix, "<code>api_key</code> <code>\(escape(account.apiKey))</code>"),
            (
                "iletiMerkezi", SandboxConfiguration.iletiMerkeziPrefix,
                "<code>key</code> <code>\(escape(state.configuration.iletiMerkezi.key))</code>, <code>hash</code> <code>\(escape(state.configuration.iletiMerkezi.hash))</code>"
            ),
        ].map { "<tr><th>\($0.0)</th><td><code>\(address)\($0.1)</code></td><td>\($0.2)</td></tr>" }.joined()
        return """
            <section class="first"><h2>No messages yet.</h2>
            \(environment)<p>For any other client:</p><table>\(rows)</table>
            <p>Or try it at once:</p><pre>curl -s \(address)\(SandboxConfiguration.turkeySMSPrefix)/sms/send -H 'Content-Type: application/json' \\
              -d '{"api_key": "\(escape(account.apiKey))", "title": "\(escape(account.senders.first?.title ?? ""))", "sentto": "905550000001", "text": "Merhaba"}'</pre>
            <p class="soft">905550009001 is not delivered, 905550009003 expires, 905550009108 is sent but the answer is lost; more in the documentation of the sandbox.</p></section>

            """
    }
}
