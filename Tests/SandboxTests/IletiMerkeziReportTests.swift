import Sandbox
import Testing
import Values

struct IletiMerkeziReportTests {
    private static func order(_ numbers: [String], text: String = "Hi", at moment: String? = nil) -> ValueObject {
        var order: ValueObject = [
            "sender": "DEMOCO", "iys": "0",
            "message": ["text": .string(text), "receipents": ["number": .list(numbers.map(Value.string))]],
        ]
        if let moment { order["sendDateTime"] = .string(moment) }
        return ["order": .object(order)]
    }

    private static func credits(_ client: SandboxClient) async throws -> Value? {
        try await client.iletiMerkezi("get-balance").json["response"]?["balance"]?["sms"]
    }

    @Test("the report follows an order to its end, and failed messages are paid back")
    func report() async throws {
        try await withClient { client, _, clock async throws in
            _ = try await client.iletiMerkezi("send-sms", Self.order(["905550000001", "905550009001"]))
            #expect(try await Self.credits(client) == 498)
            var report = try await client.iletiMerkezi("get-report", ["order": ["id": "800000001"]])
            #expect(report.json["response"]?["order"]?["status"] == 113)
            #expect(report.json["response"]?["order"]?["waiting"] == 2)
            clock.advance(3)
            report = try await client.iletiMerkezi("get-report", ["order": ["id": 800_000_001]])
            #expect(
                report.json == [
                    "response": [
                        "status": ["code": 200, "message": "İşlem başarılı"],
                        "order": [
                            "id": "800000001", "status": 114, "total": 2, "delivered": 1, "undelivered": 1, "waiting": 0,
                            "submitAt": "2026-11-21 10:00:00", "sendAt": "2026-11-21 10:00:00", "sender": "DEMOCO",
                            "price": 1,
                            "message": [
                                ["number": "+905550000001", "status": 111], ["number": "+905550009001", "status": 112],
                            ],
                        ],
                    ]
                ])
            #expect(try await Self.credits(client) == 499)
        }
    }

    @Test("rows come in pages; a page below 1 is 464, one past the end is empty")
    func pages() async throws {
        try await withClient { client, _, _ async throws in
            _ = try await client.iletiMerkezi(
                "send-sms", Self.order(["905550000001", "905550000002", "905550000003"]))
            func numbers(_ page: Value, _ rowCount: Value) async throws -> Value? {
                let fields: ValueObject = ["id": "800000001", "page": page, "rowCount": rowCount]
                let reply = try await client.iletiMerkezi("get-report", ["order": .object(fields)])
                return reply.json["response"]?["order"]?["message"].map { list in
                    .list((list.listValue ?? []).compactMap { $0["number"] })
                }
            }
            #expect(try await numbers(1, 2) == ["+905550000001", "+905550000002"])
            #expect(try await numbers("2", "2") == ["+905550000003"])
            #expect(try await numbers(3, 2) == [])
            let bad = try await client.iletiMerkezi("get-report", ["order": ["id": "800000001", "page": 0]])
            #expect(bad.status == 464)
        }
    }

    @Test("a future order is 456 until its time, and 455 when it is not known")
    func notDue() async throws {
        try await withClient { client, sandbox, clock async throws in
            _ = try await client.iletiMerkezi("send-sms", Self.order(["905550000001"], at: "21/11/2026 10:05"))
            #expect(await sandbox.inbox().map(\.state) == [.scheduled])
            #expect(try await client.iletiMerkezi("get-report", ["order": ["id": "800000001"]]).status == 456)
            #expect(try await client.iletiMerkezi("get-report", ["order": ["id": "800000002"]]).status == 455)
            clock.advance(300)
            let report = try await client.iletiMerkezi("get-report", ["order": ["id": "800000001"]])
            #expect(report.json["response"]?["order"]?["sendAt"] == "2026-11-21 10:05:00")
            #expect(report.json["response"]?["order"]?["submitAt"] == "2026-11-21 10:00:00")
        }
    }

    @Test("a future order is cancelled once, paid back, and reported as not sent")
    func cancel() async throws {
        try await withClient { client, sandbox, clock async throws in
            _ = try await client.iletiMerkezi("send-sms", Self.order(["905550000001"], at: "21/11/2026 10:05"))
            let cancelled = try await client.iletiMerkezi("cancel-order", ["order": ["id": "800000001"]])
            #expect(cancelled.text == #"{"response":{"status":{"code":200,"message":"İşlem başarılı"}}}"#)
            #expect(try await Self.credits(client) == 500)
            #expect(try await client.iletiMerkezi("cancel-order", ["order": ["id": "800000001"]]).status == 455)
            clock.advance(600)
            #expect(await sandbox.inbox().map(\.state) == [.cancelled])
            let report = try await client.iletiMerkezi("get-report", ["order": ["id": "800000001"]])
            #expect(report.json["response"]?["order"]?["status"] == 115)
            #expect(try await Self.credits(client) == 500)
        }
    }

    @Test("an order that is on its way cannot be cancelled")
    func cancelTooLate() async throws {
        try await withClient { client, _, _ async throws in
            _ = try await client.iletiMerkezi("send-sms", Self.order(["905550000001"]))
            #expect(try await client.iletiMerkezi("cancel-order", ["order": ["id": "800000001"]]).status == 455)
        }
    }

    @Test("a schedule in the past sends now")
    func past() async throws {
        try await withClient { client, sandbox, _ async throws in
            _ = try await client.iletiMerkezi("send-sms", Self.order(["905550000001"], at: "20/11/2026 10:05"))
            #expect(await sandbox.inbox().map(\.at) == ["2026-11-21T07:00:00Z"])
        }
    }

    @Test("orders are listed newest first, thirty to a page, with integer ids")
    func list() async throws {
        try await withClient { client, _, clock async throws in
            for index in 1...31 {
                _ = try await client.iletiMerkezi("send-sms", Self.order(["905550000001"], text: "Hi \(index)"))
                clock.advance(1)
            }
            clock.advance(5)
            let filter: ValueObject = ["filter": ["start": "2026-11-12", "end": "2026-11-21"]]
            let first = try await client.iletiMerkezi("get-reports", filter).json["response"]
            #expect(first?["count"] == 31)
            #expect(first?["orders"]?.listValue?.count == 30)
            #expect(
                first?["orders"]?[0] == [
                    "id": 800_000_031, "status": 114, "total": 1, "delivered": 1, "undelivered": 0, "waiting": 0,
                    "submitAt": "2026-11-21 10:00:30", "sendAt": "2026-11-21 10:00:30", "sender": "DEMOCO",
                ])
            let second = try await client.iletiMerkezi(
                "get-reports", ["filter": ["start": "2026-11-12", "end": "2026-11-21", "page": 2]])
            #expect(second.json["response"]?["orders"]?.listValue?.compactMap { $0["id"] } == [800_000_001])
            let other = try await client.iletiMerkezi(
                "get-reports", ["filter": ["start": "2026-11-01", "end": "2026-11-10"]])
            #expect(other.json["response"]?["count"] == 0)
        }
    }

    @Test(
        "a range that is not one is 458",
        arguments: [
            ["start": "2026-11-01", "end": "2026-11-12"], ["start": "2026-11-02", "end": "2026-11-01"],
            ["start": "01/11/2026", "end": "2026-11-01"], ["start": "2026-11-01"], [:],
        ] as [Value])
    func badRange(filter: Value) async throws {
        try await withClient { client, _, _ async throws in
            let reply = try await client.iletiMerkezi("get-reports", ["filter": filter])
            #expect(reply.status == 458)
        }
    }

    @Test("an account in lira is charged a tenth of a lira a part")
    func lira() async throws {
        try await withClient {
            $0.iletiMerkezi.billing = .lira
        } _: { client, _, clock async throws in
            _ = try await client.iletiMerkezi("send-sms", Self.order(["905550000001", "905550000002", "905550000003"]))
            clock.advance(3)
            let report = try await client.iletiMerkezi("get-report", ["order": ["id": "800000001"]])
            #expect(report.json["response"]?["order"]?["price"] == 0.3)
        }
    }

    @Test("numbers of other countries need an account in lira, and are 466 for an account in credits")
    func abroad() async throws {
        let numbers = ["+4915112345678", "004915112345678", "4915112345678", "+90 555 000 00 01"]
        for billing in [IletiMerkeziAccount.Billing.credits, .lira] {
            try await withClient {
                $0.iletiMerkezi.billing = billing
            } _: { client, sandbox, _ async throws in
                let reply = try await client.iletiMerkezi("send-sms", Self.order(numbers))
                #expect(reply.status == (billing == .lira ? 200 : 466))
                #expect(
                    await sandbox.inbox().map(\.recipient) == (billing == .lira ? ["4915112345678", "905550000001"] : []))
                #expect(try await client.iletiMerkezi("send-sms", Self.order(["+90212000000"])).status == 466)
            }
        }
    }
}
