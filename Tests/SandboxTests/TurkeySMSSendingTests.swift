import Sandbox
import Testing
import Values

struct TurkeySMSSendingTests {
    private static let message: ValueObject = [
        "title": "DEMOCO", "sentto": "905550000001", "text": "Order 17 is ready", "sms_lang": 1,
    ]

    private static func message(_ changes: ValueObject) -> ValueObject {
        var fields = message
        fields.merge(changes)
        return fields
    }

    @Test("a message is accepted with the whole documented answer and stands in the inbox")
    func accepted() async throws {
        try await withClient { client, sandbox, _ async throws in
            let reply = try await client.turkeySMS("/sms/send", Self.message)
            #expect(reply.status == 200)
            #expect(reply.headers["content-type"] == "application/json; charset=utf-8")
            #expect(
                reply.json == [
                    "result": true, "result_code": "TS-1024", "result_message": "SMS dispatched successfully.",
                    "sms_id": 700_000_001, "number_of_sms": 1, "total_recipients": 1, "success_count": 1,
                    "sms_lang": "Turkish", "content_type": "Transactional", "country": "Turkey-TR",
                ])
            let inbox = await sandbox.inbox()
            #expect(
                inbox.map(\.value) == [
                    [
                        "id": "700000001", "provider": "turkeysms", "kind": "sms", "sender": "DEMOCO",
                        "recipient": "905550000001", "text": "Order 17 is ready",
                        "encoding": "GSM-7 Turkish, single shift", "segments": 1, "state": "queued",
                        "at": "2026-11-21T07:00:00Z", "order_id": "700000001",
                        "history": [["state": "queued", "at": "2026-11-21T07:00:00Z"]],
                        "parts": ["Order 17 is ready"], "callbacks": [],
                    ]
                ])
        }
    }

    @Test("balances go down by segments, abroad by money")
    func balances() async throws {
        try await withClient { client, _, _ async throws in
            let long = Value.string(String(repeating: "ş", count: 156))
            let reply = try await client.turkeySMS("/sms/send", Self.message(["text": long]))
            #expect(reply.json["number_of_sms"] == 2)
            let abroad = try await client.turkeySMS("/sms/send", Self.message(["sentto": "447700900001"])).json
            #expect(abroad["country"] == "International")
            #expect(
                try await client.turkeySMS("/balance/").json == [
                    "result": true, "result_code": "TS-1040", "result_message": "Query completed successfully.",
                    "balance": 498, "balance_details": ["main": 498, "international": 24.75],
                ])
        }
    }

    @Test("a message that costs more than is left is TS-1027 and takes nothing")
    func insufficient() async throws {
        try await withClient {
            $0.turkeySMS.mainBalance = 1
        } _: { client, sandbox, _ async throws in
            let long = Value.string(String(repeating: "a", count: 161))
            let reply = try await client.turkeySMS("/sms/send", Self.message(["text": long, "sms_lang": 0]))
            #expect(reply.status == 403)
            #expect(
                reply.json == [
                    "result": false, "result_code": "TS-1027", "result_message": "Insufficient balance.",
                ])
            #expect(try await client.turkeySMS("/balance/").json["balance"] == 1)
            #expect(await sandbox.inbox().isEmpty)
        }
    }

    @Test(
        "a wrong field has its code",
        arguments: [
            (["title": ""], 400, "TS-1034"), (["title": "DÜKKAN"], 400, "TS-1034"), (["title": 5], 400, "TS-1034"),
            (["title": "democo"], 403, "TS-1029"), (["title": "WAITING"], 403, "TS-1028"),
            (["sentto": nil], 400, "TS-1025"), (["sentto": "+905550000001"], 400, "TS-1025"),
            (["sentto": "5550000001"], 400, "TS-1025"), (["sentto": "05550000001"], 400, "TS-1025"),
            (["sentto": "90555000001"], 400, "TS-1025"), (["sentto": "902120000001"], 400, "TS-1025"),
            (["sentto": ["905550000001"]], 400, "TS-1025"),
            (["text": ""], 400, "TS-1026"), (["text": nil], 400, "TS-1026"),
            (["text": .string(String(repeating: "a", count: 1072)), "sms_lang": 0], 400, "TS-1026"),
            (["sms_lang": 3], 400, "TS-1033"), (["content_type": 9], 400, "TS-1033"),
            (["scheduled_sms": 1], 400, "TS-1033"),
            (["scheduled_sms": 1, "scheduled_date": "2026-11-21", "scheduled_time": "09:59"], 400, "TS-1033"),
            (["scheduled_sms": 1, "scheduled_date": "2026-11-31", "scheduled_time": "10:30"], 400, "TS-1033"),
            (["scheduled_sms": 1, "scheduled_date": "2026-11-21", "scheduled_time": "10:30:00"], 400, "TS-1033"),
            (["scheduled_sms": 1, "scheduled_date": "21/11/2026", "scheduled_time": "10:30"], 400, "TS-1033"),
        ] as [(ValueObject, Int, String)])
    func wrongFields(changes: ValueObject, status: Int, code: String) async throws {
        try await withClient { client, sandbox, _ async throws in
            let reply = try await client.turkeySMS("/sms/send", Self.message(changes))
            #expect(reply.status == status)
            let body = reply.json
            #expect(body["result"] == false)
            #expect(body["result_code"] == .string(code))
            #expect(await sandbox.inbox().isEmpty)
            #expect(try await client.turkeySMS("/balance/").json["balance"] == 500)
        }
    }

    @Test("the vendor's own libraries may say `mobile`, and numbers as text")
    func aliases() async throws {
        try await withClient { client, _, _ async throws in
            let reply = try await client.turkeySMS(
                "/sms/send",
                ["title": "DEMOCO", "mobile": "905550000001", "text": "Hi", "sms_lang": "0", "content_type": "2"])
            let body = reply.json
            #expect(body["sms_lang"] == "English")
            #expect(body["content_type"] == "Advertising")
        }
    }

    @Test("without sms_lang it is 2, and with report 0 the answer is short")
    func defaults() async throws {
        try await withClient { client, _, _ async throws in
            let plain = try await client.turkeySMS(
                "/sms/send", ["title": "DEMOCO", "sentto": "905550000001", "text": "Hi"])
            #expect(plain.json["sms_lang"] == "Arabic")
            let short = try await client.turkeySMS("/sms/send", Self.message(["report": 0]))
            #expect(short.json == ["result": true, "result_code": "TS-1024"])
        }
    }

    @Test("within sixty seconds the same request gets its first answer again and costs nothing")
    func repetition() async throws {
        try await withClient { client, sandbox, clock async throws in
            let first = try await client.turkeySMS("/sms/send", Self.message)
            clock.advance(59)
            let again = try await client.turkeySMS("/sms/send", Self.message)
            #expect(again.text == first.text)
            #expect(await sandbox.inbox().count == 1)
            #expect(try await client.turkeySMS("/balance/").json["balance"] == 499)
            let other = try await client.turkeySMS("/sms/send", Self.message(["text": "Order 18 is ready"]))
            #expect(other.json["sms_id"] == 700_000_002)
            clock.advance(1)
            let later = try await client.turkeySMS("/sms/send", Self.message)
            #expect(later.json["sms_id"] == 700_000_003)
        }
    }

    @Test("a refused request is not remembered as sent")
    func refusalIsForgotten() async throws {
        try await withClient {
            $0.turkeySMS.senders = []
        } _: { client, _, _ async throws in
            for _ in 0..<2 {
                #expect(try await client.turkeySMS("/sms/send", Self.message).json["result_code"] == "TS-1029")
            }
        }
    }

    @Test("the sixty-first request of a minute is TS-1060, and the next minute starts anew")
    func rate() async throws {
        try await withClient { client, _, clock async throws in
            for _ in 0..<60 { #expect(try await client.turkeySMS("/balance/").status == 200) }
            let reply = try await client.turkeySMS("/balance/")
            #expect(reply.status == 403)
            #expect(reply.json["result_code"] == "TS-1060")
            #expect(reply.headers["retry-after"] == nil)
            clock.advance(60)
            #expect(try await client.turkeySMS("/balance/").status == 200)
        }
    }

    @Test("a scheduled message waits for Turkish local time and then goes its way")
    func scheduled() async throws {
        try await withClient { client, sandbox, clock async throws in
            let reply = try await client.turkeySMS(
                "/sms/send",
                Self.message(["scheduled_sms": 1, "scheduled_date": "2026-11-21", "scheduled_time": "10:30"]))
            #expect(reply.status == 200)
            var message = try #require(await sandbox.inbox().first)
            #expect(message.state == .scheduled)
            #expect(message.at == "2026-11-21T07:30:00Z")
            clock.advance(30 * 60)
            message = try #require(await sandbox.inbox().first)
            #expect(message.state == .queued)
            clock.advance(3)
            #expect(await sandbox.inbox().map(\.state) == [.delivered])
        }
    }

    @Test("a blocked recipient is accepted and then fails")
    func blocked() async throws {
        try await withClient { client, sandbox, _ async throws in
            _ = try await client.turkeySMS("/blacklist/add", ["number": "905550000001"])
            #expect(try await client.turkeySMS("/sms/send", Self.message).json["result_code"] == "TS-1024")
            #expect(await sandbox.inbox().map(\.state) == [.failed])
        }
    }

    @Test("numbers abroad need the right")
    func international() async throws {
        try await withClient {
            $0.turkeySMS.allowsInternational = false
        } _: { client, _, _ async throws in
            let reply = try await client.turkeySMS("/sms/send", Self.message(["sentto": "447700900001"]))
            #expect(reply.status == 403)
            #expect(reply.json["result_code"] == "TS-1032")
        }
    }
}
