import Sandbox
import Testing
import Values

/// Clients that speak as the vendors' own libraries do get along with the sandbox.
struct VendorLibraryTests {
    @Test("TurkeySMS libraries send, ask and block")
    func turkeySMS() async throws {
        try await withClient { client, sandbox, clock async throws in
            let library = TurkeySMSLibrary(client: client)
            let sms = try await library.sendSMS(title: "DEMOCO", text: "Merhaba", mobile: "905550000001")
            #expect(sms["result"] == true)
            #expect(sms["sms_lang"] == "English")
            let otp = try await library.sendOTP(mobile: "905550000001")
            #expect(otp["result_code"] == "TS-1024")
            let custom = try await library.sendCustomOTP(title: "DEMOCO", text: "Kod: TS-CODE", mobile: "905550000001")
            #expect(custom["result"] == true)
            let texts = await sandbox.inbox().map(\.text)
            #expect(texts[1].contains(/^Your verification code: \d{4}$/))
            #expect(texts[2].contains(/^Kod: \d{4}$/))
            #expect(try await library.balance() == 497)
            clock.advance(3)
            for id: Value in [sms["sms_id"] ?? .null, "700000001"] {
                let status = try await library.status(id)
                #expect(status["status"] == "success")
                #expect(status["sms_status"] == "Number received the message")
            }
            #expect(try await library.addToBlacklist("905550000002")["status"] == "success")
        }
    }

    @Test("what TurkeySMS libraries make of an error is an HTTP status, so the sandbox gives the right one")
    func turkeySMSErrors() async throws {
        try await withClient { client, _, _ async throws in
            var library = TurkeySMSLibrary(client: client)
            let unknown = try await library.sendSMS(title: "NOBODY", text: "Hi", mobile: "905550000001")
            #expect(unknown["result_message"] == "HTTP 403")
            let short = try await library.sendSMS(title: "DEMOCO", text: "Hi", mobile: "5550000001")
            #expect(short["result_message"] == "HTTP 400")
            library.apiKey = "wrong"
            #expect(try await library.sendOTP(mobile: "905550000001")["result_message"] == "HTTP 401")
        }
    }

    @Test("forms that are typed as JSON by a charset suffix are read")
    func charset() async throws {
        try await withClient { client, _, _ async throws in
            let reply = try await client.send(
                "POST", "/turkeysms/balance/", body: Array(#"{"api_key":"sandbox-key"}"#.utf8),
                headers: [("Content-Type", "Application/JSON; charset=utf-8"), ("Accept", "application/json")])
            #expect(reply.status == 200)
        }
    }

    @Test("iletiMerkezi libraries send one text to many, and each number its own")
    func iletiMerkeziSend() async throws {
        try await withClient {
            $0.iletiMerkezi.recipientsPerSecond = nil
        } _: { client, sandbox, clock async throws in
            let library = IletiMerkeziLibrary(client: client)
            let one = try await library.send("Merhaba", to: ["5550000001", "+90 555 000 00 02", "905550000003"])
            #expect(one.isSuccess)
            #expect(one.payload["order"] == ["id": "800000001"])
            let many = try await library.send([("5550000001", "Merhaba Ali"), ("5550000002", "Merhaba Veli")])
            #expect(many.payload["order"] == ["id": "800000002"])
            #expect(
                await sandbox.inbox().map { "\($0.recipient) \($0.text)" } == [
                    "905550000001 Merhaba", "905550000002 Merhaba", "905550000003 Merhaba", "905550000001 Merhaba Ali",
                    "905550000002 Merhaba Veli",
                ])
            clock.advance(3)
            let report = try await library.report(800_000_002, rows: 1)
            #expect(report.payload["order"]?["total"] == 2)
            #expect(report.payload["order"]?["message"] == [["number": "+905550000001", "status": 111]])
            #expect(
                try await library.report(800_000_002, page: 2, rows: 1).payload["order"]?["message"]
                    == [["number": "+905550000002", "status": 111]])
            #expect(try await library.balance() == ["amount": 49.5, "sms": 495])
            #expect(try await library.senders() == ["DEMOCO"])
        }
    }

    @Test("iletiMerkezi libraries send integers for iys: without consent a commercial text reaches nobody")
    func commercial() async throws {
        try await withClient { client, _, clock async throws in
            let library = IletiMerkeziLibrary(client: client)
            #expect(try await library.send("Kampanya", to: ["5550000001"], consentList: "BIREYSEL").isSuccess)
            clock.advance(3)
            let order = try #require(try await library.report(800_000_001).payload["order"])
            #expect(order["undelivered"] == 1)
            #expect(order["price"] == 0)
        }
    }

    @Test("iletiMerkezi libraries cancel by integer, and read the list of orders page by page")
    func orders() async throws {
        try await withClient {
            $0.iletiMerkezi.recipientsPerSecond = nil
        } _: { client, _, _ async throws in
            let library = IletiMerkeziLibrary(client: client)
            for index in 1...31 {
                #expect(try await library.send("Text \(index)", to: ["5550000001"]).isSuccess)
            }
            #expect(try await library.send("later", to: ["5550000001"], date: "31/01/2030 09:00").isSuccess)
            #expect(try await library.cancel(800_000_032).isSuccess)
            #expect(try await library.cancel(800_000_032).message == "Sipariş bulunamadı")
            let orders = try await library.reports(from: "2026-11-20", to: "2026-11-21")
            #expect(orders.count == 32)
            #expect(orders.first?["id"] == 800_000_032)
            #expect(orders.first?["status"] == 115)
            #expect(orders.last?["id"] == 800_000_001)
        }
    }

    @Test("iletiMerkezi libraries block, list and unblock")
    func blacklist() async throws {
        try await withClient { client, _, _ async throws in
            let library = IletiMerkeziLibrary(client: client)
            for _ in 0..<2 { #expect(try await library.block("5550000001").isSuccess) }
            #expect(try await library.blacklist() == ["count": 1, "number": ["+905550000001"]])
            #expect(try await library.unblock("905550000001").isSuccess)
            #expect(try await !library.unblock("905550000001").isSuccess)
        }
    }

    @Test("a library that keys texts by number sends integers, since its language makes them of such keys")
    func integerNumbers() async throws {
        try await withClient { client, sandbox, _ async throws in
            let messages: [Value] = [(5_550_000_001, "Merhaba Ali"), (905_550_000_002, "Merhaba Veli")].map { number, text in
                ["text": .string(text), "receipents": ["number": [.int(number)]]]
            }
            let sent = try await client.iletiMerkezi(
                "send-sms", ["order": ["sender": "DEMOCO", "sendDateTime": "", "iys": 0, "message": .list(messages)]])
            #expect(sent.status == 200)
            #expect(
                await sandbox.inbox().map { "\($0.recipient) \($0.text)" } == [
                    "905550000001 Merhaba Ali", "905550000002 Merhaba Veli",
                ])
            // With one of its two ends given the library sends null for the other.
            _ = try await client.iletiMerkezi("add-blacklist", ["blacklist": ["number": "5550000001"]])
            let list = try await client.iletiMerkezi(
                "get-blacklist", ["blacklist": ["page": 1, "filter": ["start": "2026-01-01 00:00:00", "end": nil]]])
            #expect(list.json["response"]?["blacklist"]?["number"] == ["+905550000001"])
        }
    }

    @Test("an order date that is a list: one empty text is now, an empty list is none of the forms")
    func listDates() async throws {
        try await withClient { client, _, _ async throws in
            func send(_ date: Value) async throws -> Int {
                try await client.iletiMerkezi(
                    "send-sms",
                    [
                        "order": [
                            "sender": "DEMOCO", "sendDateTime": date, "iys": 0,
                            "message": ["text": "Merhaba", "receipents": ["number": ["5550000001"]]],
                        ]
                    ]
                ).status
            }
            #expect(try await send([]) == 457)
            #expect(try await send([""]) == 200)
        }
    }
}
