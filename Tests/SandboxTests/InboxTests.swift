import Testing
import Values

@testable import Sandbox

struct InboxTests {
    @Test("both providers' messages stand in one list, oldest first")
    func order() async throws {
        try await withClient { client, sandbox, clock async throws in
            for index in 1...2 {
                _ = try await client.iletiMerkezi(
                    "send-sms",
                    [
                        "order": [
                            "sender": "DEMOCO", "iys": "0",
                            "message": ["text": .string("b\(index)"), "receipents": ["number": ["905550000001"]]],
                        ]
                    ])
                clock.advance(1)
                _ = try await client.turkeySMS(
                    "/sms/send", ["title": "DEMOCO", "sentto": "905550000001", "text": .string("a\(index)")])
                clock.advance(1)
            }
            #expect(await sandbox.inbox().map(\.text) == ["b1", "a1", "b2", "a2"])
            let list = try await client.send("GET", "/inbox.json")
            #expect(list.json == ["messages": .list(await sandbox.inbox().map(\.value))])
        }
    }

    @Test(
        "the inbox is JSON for those who ask for it first, a page for all others",
        arguments: [
            ("application/json", true), ("application/json, text/html;q=0.5", true), ("text/html,application/json", false),
            ("text/html,application/xhtml+xml,*/*;q=0.8", false), ("*/*", false), ("application/json;q=0.1, text/html", false),
            ("text/html;q=0.1, Application/JSON; q=0.2", true),
            ("application/json;q=0", false), ("application/json;q=x, text/html", false),
        ])
    func negotiation(accept: String, isJSON: Bool) async throws {
        try await withClient { client, _, _ async throws in
            let reply = try await client.send("GET", "/inbox", headers: [("accept", accept)])
            #expect(reply.status == 200)
            #expect(reply.headers["content-type"] == (isJSON ? "application/json; charset=utf-8" : "text/html; charset=utf-8"))
        }
    }

    @Test("the page shows each message, and what a text contains is never markup")
    func page() async throws {
        try await withClient { client, _, clock async throws in
            _ = try await client.turkeySMS(
                "/sms/send",
                ["title": "DEMOCO", "sentto": "905550000001", "text": "<script>alert('x')</script> & \"y\"", "sms_lang": 0])
            clock.advance(3)
            let page = try await client.send("GET", "/inbox").text
            #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;y&quot;"))
            #expect(!page.contains("<script>alert"))
            #expect(page.split(separator: "<script").count == 2)
            #expect(page.contains("<b>DEMOCO</b> <span class=\"arrow\">→</span> +90 555 000 00 01"))
            #expect(page.contains("<span class=\"state delivered\">delivered</span>"))
            #expect(page.contains("<span>GSM-7</span><span>1 segment</span>"))
            #expect(page.contains("2026-11-21 07:00:00 UTC"))
            #expect(!page.contains("http://") && !page.contains("https://"))
            let policy = try await client.send("GET", "/inbox").headers["content-security-policy"]
            #expect(policy?.contains("default-src 'none'") == true && policy?.contains("script-src 'sha256-") == true)
        }
    }

    @Test("a message tells its life: due, on its way, at its end")
    func life() async throws {
        try await withClient { client, sandbox, clock async throws in
            _ = try await client.turkeySMS(
                "/sms/send",
                [
                    "title": "DEMOCO", "sentto": "905550009001", "text": "Hi", "scheduled_sms": 1,
                    "scheduled_date": "2026-11-22", "scheduled_time": "09:00",
                ])
            var page = try await client.send("GET", "/inbox").text
            #expect(page.contains(">2026-11-21 07:00:00 UTC</time>"))
            #expect(page.contains("due <time datetime=\"2026-11-22T06:00:00Z\">2026-11-22 06:00:00 UTC</time>"))
            clock.advance(86_400)
            let history = try #require(await sandbox.inbox().first).history
            #expect(
                history.map { "\($0.state.rawValue) \($0.at)" } == [
                    "scheduled 2026-11-21T07:00:00Z", "queued 2026-11-22T06:00:00Z", "sent 2026-11-22T06:00:01Z",
                    "failed 2026-11-22T06:00:03Z",
                ])
            page = try await client.send("GET", "/inbox").text
            #expect(page.contains("failed <time datetime=\"2026-11-22T06:00:03Z\">06:00:03</time>"))
        }
    }

    @Test("a cancelled message ends when it was cancelled")
    func cancelledLife() async throws {
        try await withClient { client, sandbox, clock async throws in
            _ = try await client.iletiMerkezi(
                "send-sms",
                [
                    "order": [
                        "sender": "DEMOCO", "iys": "0", "sendDateTime": "22/11/2026 09:00",
                        "message": ["text": "Hi", "receipents": ["number": ["905550000001"]]],
                    ]
                ])
            clock.advance(60)
            _ = try await client.iletiMerkezi("cancel-order", ["order": ["id": "800000001"]])
            clock.advance(86_400)
            let history = try #require(await sandbox.inbox().first).history
            #expect(
                history.map { "\($0.state.rawValue) \($0.at)" } == [
                    "scheduled 2026-11-21T07:00:00Z", "cancelled 2026-11-21T07:01:00Z",
                ])
        }
    }

    @Test("a long message is shown in the parts that the phone receives, operator code included")
    func parts() async throws {
        try await withClient { client, sandbox, _ async throws in
            let text = String(repeating: "a", count: 156)
            _ = try await client.iletiMerkezi(
                "send-sms",
                [
                    "order": [
                        "sender": "DEMOCO", "iys": "0",
                        "message": ["text": .string(text), "receipents": ["number": ["905550000001"]]],
                    ]
                ])
            let message = try #require(await sandbox.inbox().first)
            #expect(message.text == text)
            #expect(message.parts == [String(repeating: "a", count: 153), "aaa B186"])
            let page = try await client.send("GET", "/inbox").text
            #expect(
                page.contains(
                    "<span class=\"part\">2/2</span>aaa<span class=\"soft\" title=\"operator code, added by the provider\"> B186</span></p>"
                ))
        }
    }

    @Test(
        "provider, state and words choose what is shown, on the page and as JSON",
        arguments: [
            ("", "e d c b a"), ("?provider=turkeysms", "e b a"), ("?provider=iletimerkezi", "d c"), ("?state=delivered", "d a"),
            ("?state=not_delivered", "c b"), ("?state=on_the_way", "e"), ("?state=scheduled", ""),
            ("?provider=iletimerkezi&state=not_delivered", "c"), ("?q=0555+000+00+01", "a"),
            ("?q=%2B90%20555%20000%2090%2001", "c b"),
            ("?q=DEMO", "e d c b a"), ("?q=850000001", "c"), ("?q=nothing", ""), ("?provider=other&state=x&page=2", "e d c b a"),
        ])
    func filter(query: String, expected: String) async throws {
        try await withClient { client, _, clock async throws in
            func turkeySMS(_ text: String, to number: String) async throws {
                _ = try await client.turkeySMS(
                    "/sms/send", ["title": "DEMOCO", "sentto": .string(number), "text": .string(text)])
                clock.advance(1)
            }
            func iletiMerkezi(_ text: String, to number: String) async throws {
                let message: Value = ["text": .string(text), "receipents": ["number": [.string(number)]]]
                _ = try await client.iletiMerkezi("send-sms", ["order": ["sender": "DEMOCO", "iys": "0", "message": message]])
                clock.advance(1)
            }
            try await turkeySMS("a", to: "905550000001")
            try await turkeySMS("b", to: "905550009001")
            try await iletiMerkezi("c", to: "905550009001")
            try await iletiMerkezi("d", to: "905550000002")
            clock.advance(2)
            try await turkeySMS("e", to: "905550009002")
            let list = try await client.send("GET", "/inbox.json" + query).json["messages"]?.listValue ?? []
            #expect(list.reversed().compactMap { $0["text"]?.stringValue }.joined(separator: " ") == expected)
            let page = try await client.send("GET", "/inbox" + query).text
            let shown = page.matches(of: /dir="auto">([a-e])</).map { String($0.output.1) }
            #expect(shown.joined(separator: " ") == expected)
            if expected.isEmpty { #expect(page.contains("Nothing fits.")) }
            let reasons = list.compactMap { $0["reason"]?.stringValue }
            #expect(reasons.contains("numbers that end with 9001 never arrive") == !expected.filter("bc".contains).isEmpty)
        }
    }

    @Test("why a message was not handed on is told: blocked, without consent")
    func reasons() async throws {
        try await withClient { client, sandbox, clock async throws in
            _ = try await client.turkeySMS("/blacklist/add", ["number": "905550000001"])
            _ = try await client.turkeySMS("/sms/send", ["title": "DEMOCO", "sentto": "905550000001", "text": "a"])
            _ = try await client.iletiMerkezi(
                "send-sms",
                [
                    "order": [
                        "sender": "DEMOCO", "iys": "1", "iysList": "TACIR",
                        "message": ["text": "b", "receipents": ["number": ["905550000001"]]],
                    ]
                ])
            clock.advance(3)
            #expect(await sandbox.inbox().map(\.reason) == ["the number is on the blacklist", "no consent in İYS"])
        }
    }

    @Test("an empty inbox says where the providers are and how to get in, and never repeats a host as markup")
    func empty() async throws {
        try await withClient { client, _, _ async throws in
            let page = try await client.send("GET", "/inbox").text
            let host = client.baseURL.dropFirst("http://".count)
            #expect(page.contains("<code>http://\(host)/turkeysms</code>"))
            #expect(page.contains("--print-environment --port \(host.split(separator: ":")[1])"))
            #expect(page.contains("<code>sandbox-hash</code>"))
            let strange = try await client.send("GET", "/inbox?q=%3Cscript%3E%22&state=%3Cb%3E", headers: [("host", "<b>:80")])
            #expect(!strange.text.contains("<b>:80") && !strange.text.contains("<script>&quot;"))
        }
    }

    @Test("faults that wait are shown, and their words are never markup")
    func faults() async throws {
        try await withClient { client, _, _ async throws in
            _ = try await client.post("/control/faults", ["fault": "html", "path": "/turkeysms/<b>", "times": 3])
            let page = try await client.send("GET", "/inbox").text
            #expect(page.contains("<code>html</code> × 3 on /turkeysms/&lt;b&gt;"))
        }
    }

    @Test("the front door leads to the inbox")
    func redirect() async throws {
        try await withClient { client, _, _ async throws in
            let page = try await client.send("GET", "/")
            #expect(page.status == 200)
            #expect(page.text.contains("No messages yet."))
        }
    }
}
