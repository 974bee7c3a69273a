import Sandbox
import Testing
import Values

struct TurkeySMSBulkTests {
    @Test("one text goes to many numbers under one id")
    func group() async throws {
        try await withClient { client, sandbox, _ async throws in
            let reply = try await client.turkeySMS(
                "/group/send",
                ["title": "DEMOCO", "text": "Hi", "sentto": ["905550000001", "905550000002", "905550009001"]])
            #expect(
                reply.json == [
                    "result": true, "result_code": "TS-1024", "result_message": "SMS dispatched successfully.",
                    "sms_id": 700_000_001, "rapor_id": 700_000_001, "number_of_sms": 3, "total_recipients": 3,
                    "success_count": 3,
                ])
            let inbox = await sandbox.inbox()
            #expect(inbox.map(\.id) == ["700000001", "700000002", "700000003"])
            #expect(inbox.map(\.orderID) == ["700000001", "700000001", "700000001"])
            #expect(try await client.turkeySMS("/balance/").json["balance"] == 497)
        }
    }

    @Test("each number gets its own text")
    func mixed() async throws {
        try await withClient { client, sandbox, _ async throws in
            let reply = try await client.turkeySMS(
                "/group/sendMixed",
                ["title": "DEMOCO", "text": ["Ali", "Veli"], "sentto": ["905550000001", "905550000002"]])
            #expect(reply.status == 200)
            #expect(await sandbox.inbox().map { "\($0.recipient) \($0.text)" } == ["905550000001 Ali", "905550000002 Veli"])
        }
    }

    @Test(
        "what is wrong with a bulk request has its code, and nothing is sent",
        arguments: [
            ("/group/send", ["sentto": ["905550000001", "905550000001"]], 400, "TS-1072"),
            ("/group/send", ["sentto": ["905550000001", "nobody"]], 400, "TS-1025"),
            ("/group/send", ["sentto": []], 400, "TS-1025"),
            ("/group/send", ["sentto": "905550000001"], 400, "TS-1025"),
            ("/group/send", ["sentto": ["905550000001"], "text": ""], 400, "TS-1026"),
            ("/group/sendMixed", ["sentto": ["905550000001"], "text": ["a", "b"]], 400, "TS-1033"),
            ("/group/sendMixed", ["sentto": ["905550000001"], "text": [""]], 400, "TS-1026"),
            ("/group/sendMixed", ["sentto": ["905550000001"], "text": "a"], 400, "TS-1026"),
            (
                "/group/send", ["sentto": .list((0...1000).map { .string(String(905_550_000_000 + $0)) })], 400,
                "TS-1033"
            ),
        ] as [(String, ValueObject, Int, String)])
    func wrong(path: String, changes: ValueObject, status: Int, code: String) async throws {
        try await withClient { client, sandbox, _ async throws in
            var fields: ValueObject = ["title": "DEMOCO", "text": "Hi"]
            fields.merge(changes)
            let reply = try await client.turkeySMS(path, fields)
            #expect(reply.status == status)
            #expect(reply.json["result_code"] == .string(code))
            #expect(await sandbox.inbox().isEmpty)
        }
    }
}
