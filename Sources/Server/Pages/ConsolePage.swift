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
        <header><h1><a href="#">Ulak</a></h1><span id="live" class="live" role="status">connecting</span></header>
        <form id="gate" hidden><label for="token">Token of the API</label>
        <input id="token" type="password" autocomplete="off" spellcheck="false" required><button>Open</button>
        <p class="hint">It stands in the file <code>api-token</code> beside the journal, or in ULAK_API_TOKEN.</p>
        <p id="refusal" role="alert"></p></form>
        <div id="content" hidden>
        <section id="held" hidden><h2>Sends that wait for you</h2>
        <p class="hint">Nobody knows whether these were applied. Look at the provider, then say.</p><ul id="sends"></ul></section>
        <div id="overview">
        <section><h2>Workflows</h2><ul id="workflows" class="cards"></ul></section>
        <section><div class="bar"><h2>Runs</h2>
        <label>Status <select id="status"><option value="">all</option></select></label>
        <label>Workflow <select id="workflow"><option value="">all</option></select></label></div>
        <div class="scroll"><table><thead><tr><th>Status</th><th>Workflow</th><th class="wide">Trigger</th>
        <th>Started</th><th class="number wide">Took</th><th class="wide">Run</th></tr></thead><tbody id="runs"></tbody></table></div>
        <p class="more"><button id="more" hidden>Older runs</button></p></section>
        </div>
        <div id="detail" hidden></div>
        </div>
        <dialog id="ask"><form method="dialog"><h2 id="question"></h2><p id="consequence"></p>
        <div class="buttons"><button value="">Go back</button><button value="yes" id="yes" class="sure"></button></div></form></dialog>
        </main>
        """
}
