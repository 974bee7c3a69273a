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
            #expect(!page.contains("<script"))
            #expect(page.contains("<b>DEMOCO</b> <span class=\"arrow\">→</span> +90 555 000 00 01"))
            #expect(page.contains("<span class=\"state delivered\">delivered</span>"))
            #expect(page.contains("<span>GSM-7</span><span>1 segment</span>"))
            #expect(page.contains("2026-11-21 07:00:00 UTC"))
            #expect(!page.contains("http://") && !page.contains("https://"))
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
            #expect(page.contains("<span class=\"part\">2/2</span>aaa B186</p>"))
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
