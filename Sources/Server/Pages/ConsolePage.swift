import Crypto
import Foundation
import Hummingbird

/// The page at `/`. It holds no data: its script asks the API, with the token that its reader gives.
enum ConsolePage {
    static let html = """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Ulak</title>
        <style>\(style)</style></head>
        <body>\(body)<script>\(script)</script></body></html>

        """

    /// Nothing from elsewhere is loaded, and no other page may show this one.
    static let headers: HTTPFields = {
        func digest(_ text: String) -> String { "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'" }
        var headers: HTTPFields = [.cacheControl: "no-cache"]
        headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src \(digest(style)); script-src \(digest(script)); connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        if let name = HTTPField.Name("Referrer-Policy") { headers[name] = "no-referrer" }
        return headers
    }()

    private static let body = """
        <main>
        <header><h1>Ulak</h1><span id="live" class="live" role="status">connecting</span></header>
        <form id="gate" hidden><label for="token">Token of the API</label>
        <input id="token" type="password" autocomplete="off" spellcheck="false" required><button>Open</button>
        <p id="refusal" role="alert"></p></form>
        <div id="content" hidden>
        <section id="held" hidden><h2>Sends that wait for you</h2>
        <p class="hint">Nobody knows whether these were applied. Look at the provider, then say.</p><ul id="sends"></ul></section>
        <section><h2>Workflows</h2><ul id="workflows" class="cards"></ul></section>
        <section><h2>Latest runs</h2><div class="scroll"><table><thead><tr><th>Status</th><th>Workflow</th><th>Trigger</th>
        <th>Started</th><th class="number">Took</th><th>Run</th></tr></thead><tbody id="runs"></tbody></table></div></section>
        </div></main>
        """
}
