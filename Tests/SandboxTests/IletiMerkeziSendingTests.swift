import Testing
import Values

@testable import Sandbox

struct IletiMerkeziSendingTests {
    private static func order(_ changes: ValueObject = [:]) -> ValueObject {
        var order: ValueObject = [
            "sender": "DEMOCO", "iys": "0",
            "message": ["text": "Order 17 is ready", "receipents": ["number": ["905550000001"]]],
        ]
        order.merge(changes)
        return ["order": .object(order)]
    }

    private static func message(_ text: String, _ numbers: Value...) -> Value {
        ["text": .string(text), "receipents": ["number": .list(numbers)]]
    }

    private static func failure(_ code: IletiMerkeziCode) -> Value {
        ["response": ["status": ["code": .int(Int64(code.rawValue)), "message": .string(code.message)]]]
    }

    @Test("an order is accepted with the whole documented answer and stands in the inbox")
    func accepted() async throws {
        try await withClient { client, sandbox, _ async throws in
            let reply = try await client.iletiMerkezi("send-sms", Self.order())
            #expect(reply.status == 200)
            #expect(
                reply.text
                    == #"{"response":{"status":{"code":200,"message":"İşlem başarılı"},"order":{"id":"800000001"}}}"#)
            let inbox = await sandbox.inbox()
            #expect(
                inbox.map(\.value) == [
                    [
                        "id": "850000001", "provider": "iletimerkezi", "kind": "sms", "sender": "DEMOCO",
                        "recipient": "905550000001", "text": "Order 17 is ready", "encoding": "GSM-7", "segments": 1,
                        "state": "queued", "at": "2026-11-21T07:00:00Z", "order_id": "800000001",
                        "history": [["state": "queued", "at": "2026-11-21T07:00:00Z"]],
                        "parts": ["Order 17 is ready B186"], "callbacks": [],
                    ]
                ])
        }
    }

    @Test(
        "a wrong field has its code, and nothing is sent or charged",
        arguments: [
            (["sender": ""], 459), (["sender": nil], 459), (["sender": "TWELVE CHARS"], 460), (["sender": "DÜKKAN"], 460),
            (["sender": "democo"], 450), (["sender": "APITEST", "iys": "1", "iysList": "BIREYSEL"], 450),
            (["iys": nil], 468), (["iys": "2"], 468), (["iys": 1], 469), (["iys": "1", "iysList": "bireysel"], 469),
            (["sendDateTime": "22/11/2026 09:00:00"], 457), (["sendDateTime": "2026-11-22 09:00"], 457),
            (["sendDateTime": "31/11/2026 09:00"], 457), (["sendDateTime": ["22/11/2026 09:00", "x"]], 457),
            (["message": message("", "905550000001")], 454), (["message": nil], 454),
            (["message": message("🎉", "905550000001")], 454),
            (["message": message(String(repeating: "a", count: 1072), "905550000001")], 453),
            (["message": message("Hi")], 452), (["message": ["text": "Hi", "number": ["905550000001"]]], 452),
            (["message": message("Hi", "905550000001", "905999000001")], 466),
            (["message": message("Hi", "902120000001")], 466), (["message": message("Hi", "05550000001")], 466),
        ] as [(ValueObject, Int)])
    func wrongFields(changes: ValueObject, code: Int) async throws {
        try await withClient { client, sandbox, _ async throws in
            let reply = try await client.iletiMerkezi("send-sms", Self.order(changes))
            #expect(reply.status == code)
            #expect(reply.json == Self.failure(try #require(IletiMerkeziCode(rawValue: code))))
            #expect(await sandbox.inbox().isEmpty)
            #expect(try await client.iletiMerkezi("get-balance").json["response"]?["balance"]?["sms"] == 500)
        }
    }

    @Test("each part and recipient costs a credit, by the published table")
    func charge() async throws {
        try await withClient { client, sandbox, _ async throws in
            let text = String(repeating: "a", count: 306)
            let reply = try await client.iletiMerkezi(
                "send-sms", Self.order(["message": Self.message(text, "905550000001", "+90 555 000 00 02", "5550000001")]))
            #expect(reply.status == 200)
            #expect(await sandbox.inbox().map(\.recipient) == ["905550000001", "905550000002"])
            let balance = try await client.iletiMerkezi("get-balance").json
            #expect(
                balance == [
                    "response": [
                        "status": ["code": 200, "message": "İşlem başarılı"], "balance": ["amount": 49.6, "sms": 496],
                    ]
                ])
        }
    }

    @Test("what costs more than is left is 402")
    func insufficient() async throws {
        try await withClient {
            $0.iletiMerkezi.credits = 1
        } _: { client, sandbox, _ async throws in
            let reply = try await client.iletiMerkezi(
                "send-sms", Self.order(["message": Self.message("Hi", "905550000001", "905550000002")]))
            #expect(reply.status == 402)
            #expect(reply.json == Self.failure(.balanceInsufficient))
            #expect(await sandbox.inbox().isEmpty)
        }
    }

    @Test("the English character setting turns letters into plain ones; the full one keeps them")
    func characterMode() async throws {
        let changes: ValueObject = ["message": Self.message("Şükrü Bey, çağrı 🎉", "905550000001")]
        try await withClient { client, sandbox, _ async throws in
            _ = try await client.iletiMerkezi("send-sms", Self.order(changes))
            #expect(await sandbox.inbox().map(\.text) == ["Sukru Bey, cagri "])
        }
        try await withClient {
            $0.iletiMerkezi.characterMode = .full
        } _: { client, sandbox, _ async throws in
            _ = try await client.iletiMerkezi("send-sms", Self.order(changes))
            let message = try #require(await sandbox.inbox().first)
            #expect(message.text == "Şükrü Bey, çağrı 🎉")
            #expect(message.encoding == "UCS-2")
        }
    }

    @Test("one order may carry a text for each recipient, and integers for iys")
    func personalised() async throws {
        try await withClient { client, sandbox, _ async throws in
            let messages: Value = [Self.message("Ali", "905550000001"), Self.message("Veli", "905550000002")]
            let reply = try await client.iletiMerkezi(
                "send-sms", Self.order(["iys": 0, "message": messages, "sendDateTime": ""]))
            #expect(reply.status == 200)
            let inbox = await sandbox.inbox()
            #expect(inbox.map(\.text) == ["Ali", "Veli"])
            #expect(Set(inbox.map(\.orderID)) == ["800000001"])
        }
    }

    @Test("the same order within ten minutes is 451, whatever the sequence of its recipients")
    func repetition() async throws {
        try await withClient { client, sandbox, clock async throws in
            let first = Self.order(["message": Self.message("Hi", "905550000001", "905550000002")])
            let turned = Self.order(["message": Self.message("Hi", "5550000002", "+905550000001")])
            #expect(try await client.iletiMerkezi("send-sms", first).status == 200)
            clock.advance(599)
            let again = try await client.iletiMerkezi("send-sms", turned)
            #expect(again.status == 451)
            #expect(again.json == Self.failure(.orderRepeated))
            let fewer = Self.order(["message": Self.message("Hi", "905550000001")])
            #expect(try await client.iletiMerkezi("send-sms", fewer).status == 200)
            clock.advance(1)
            #expect(try await client.iletiMerkezi("send-sms", turned).status == 200)
            #expect(await sandbox.inbox().count == 5)
        }
    }

    @Test("the account may answer HTTP 400 with the exact code inside")
    func plainBadRequest() async throws {
        try await withClient {
            $0.iletiMerkezi.answersPlainBadRequest = true
        } _: { client, _, _ async throws in
            let reply = try await client.iletiMerkezi("send-sms", Self.order(["sender": ""]))
            #expect(reply.status == 400)
            #expect(reply.json == Self.failure(.senderEmpty))
        }
    }

    @Test("a blocked number in a list fails alone and is not charged; a list of blocked numbers is 452")
    func blocked() async throws {
        try await withClient { client, sandbox, _ async throws in
            _ = try await client.iletiMerkezi("add-blacklist", ["blacklist": ["number": "905550000002"]])
            let mixed = Self.order(["message": Self.message("Hi", "905550000001", "905550000002")])
            #expect(try await client.iletiMerkezi("send-sms", mixed).status == 200)
            #expect(await sandbox.inbox().map(\.state) == [.queued, .failed])
            #expect(try await client.iletiMerkezi("get-balance").json["response"]?["balance"]?["sms"] == 499)
            let only = Self.order(["message": Self.message("Hi", "905550000002")])
            #expect(try await client.iletiMerkezi("send-sms", only).json == Self.failure(.recipientsInvalid))
        }
    }

    @Test("a commercial order reaches those who agreed, and nobody else")
    func consent() async throws {
        try await withClient { client, sandbox, _ async throws in
            _ = try await client.iletiMerkezi(
                "consent/create",
                [
                    "consent": [
                        "brandCode": 111_222,
                        "list": [
                            [
                                "recipient": "+905550000001", "recipientType": "BIREYSEL", "type": "MESAJ",
                                "status": "ONAY", "source": "HS_WEB", "consentDate": "2026-11-20 10:00:00",
                            ]
                        ],
                    ]
                ])
            let order = Self.order([
                "iys": "1", "iysList": "BIREYSEL", "message": Self.message("Sale", "905550000001", "905550000002"),
            ])
            #expect(try await client.iletiMerkezi("send-sms", order).status == 200)
            #expect(await sandbox.inbox().map(\.state) == [.queued, .failed])
            #expect(try await client.iletiMerkezi("get-balance").json["response"]?["balance"]?["sms"] == 499)
        }
    }

    @Test("without a brand code commercial orders are 470")
    func brandCode() async throws {
        try await withClient {
            $0.iletiMerkezi.brandCode = nil
        } _: { client, _, _ async throws in
            let reply = try await client.iletiMerkezi("send-sms", Self.order(["iys": "1", "iysList": "TACIR"]))
            #expect(reply.json == Self.failure(.brandCodeMissing))
        }
    }

    @Test("an account whose papers are missing sends nothing")
    func papers() async throws {
        try await withClient {
            $0.iletiMerkezi.hasPapers = false
        } _: { client, sandbox, _ async throws in
            let reply = try await client.iletiMerkezi("send-sms", Self.order())
            #expect(reply.json == Self.failure(.papersMissing))
            #expect(await sandbox.inbox().isEmpty)
        }
    }

    @Test("the test sender sends a fixed text and costs nothing")
    func testSender() async throws {
        try await withClient { client, sandbox, _ async throws in
            #expect(try await client.iletiMerkezi("send-sms", Self.order(["sender": "APITEST"])).status == 200)
            #expect(await sandbox.inbox().map(\.text) == ["iletiMerkezi API test mesaji"])
            #expect(try await client.iletiMerkezi("get-balance").json["response"]?["balance"]?["sms"] == 500)
        }
    }

    @Test("seconds in the schedule send at once where the real backend is imitated")
    func silentSend() async throws {
        try await withClient {
            $0.iletiMerkezi.badSchedule = .sentAtOnce
        } _: { client, sandbox, _ async throws in
            let reply = try await client.iletiMerkezi("send-sms", Self.order(["sendDateTime": "22/11/2026 09:00:00"]))
            #expect(reply.status == 200)
            #expect(await sandbox.inbox().map(\.state) == [.queued])
        }
    }

    @Test("several requests in one second share a hundred recipients; one large request does not")
    func rate() async throws {
        try await withClient { client, _, clock async throws in
            let many = Value.list((1...150).map { .string(String(905_550_000_000 + $0)) })
            let bulk = Self.order(["message": ["text": "Bulk", "receipents": ["number": many]]])
            #expect(try await client.iletiMerkezi("send-sms", bulk).status == 200)
            let next = try await client.iletiMerkezi("send-sms", Self.order())
            #expect(next.status == 503)
            #expect(next.json == Self.failure(.unavailable))
            clock.advance(1)
            #expect(try await client.iletiMerkezi("send-sms", Self.order()).status == 200)
        }
    }

    @Test("more recipients than an order may have are 453; the vendor allows fifty thousand")
    func tooMany() async throws {
        #expect(IletiMerkeziAccount().maximumRecipients == 50_000)
        try await withClient {
            $0.iletiMerkezi.maximumRecipients = 2
        } _: { client, sandbox, _ async throws in
            let three = Self.message("Bulk", "905550000001", "905550000002", "905550000003")
            #expect(try await client.iletiMerkezi("send-sms", Self.order(["message": three])).status == 453)
            let two = Self.message("Bulk", "905550000001", "905550000002", "905550000001")
            #expect(try await client.iletiMerkezi("send-sms", Self.order(["message": two])).status == 200)
            #expect(await sandbox.inbox().count == 2)
        }
    }
}
