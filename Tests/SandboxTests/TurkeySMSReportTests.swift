import Sandbox
import Testing
import Values

struct TurkeySMSReportTests {
    @Test("the status follows the life of a message")
    func status() async throws {
        try await withClient { client, _, clock async throws in
            _ = try await client.turkeySMS("/sms/send", ["title": "DEMOCO", "sentto": "905550000001", "text": "Hi"])
            var states: [Value?] = []
            for _ in 0..<3 {
                states.append(try await client.turkeySMS("/sms/status", ["sms_id": 700_000_001]).json["state"])
                clock.advance(2)
            }
            #expect(states == ["queued", "sent", "delivered"])
            let reply = try await client.turkeySMS("/sms/status", ["sms_id": "700000001"])
            #expect(
                reply.json == [
                    "status": "success", "result": true, "result_code": "TS-1064",
                    "result_message": "Operation completed successfully.", "sender_id": "DEMOCO",
                    "sms_status": "Number received the message", "sms_balance": "1 SMS", "state": "delivered",
                ])
        }
    }

    @Test(
        "magic numbers fail, stay on their way or expire",
        arguments: [
            ("905550009001", "TS-1022", "failed"), ("905550009002", "TS-1023", "sent"),
            ("905550009003", "TS-1022", "expired"),
        ])
    func fates(number: String, code: String, state: String) async throws {
        try await withClient { client, _, clock async throws in
            _ = try await client.turkeySMS("/sms/send", ["title": "DEMOCO", "sentto": .string(number), "text": "Hi"])
            clock.advance(10)
            let reply = try await client.turkeySMS("/sms/status", ["sms_id": 700_000_001])
            #expect(reply.status == 200)
            let body = reply.json
            #expect(body["result_code"] == .string(code))
            #expect(body["state"] == .string(state))
        }
    }

    @Test("a batch is counted, and its rows come five hundred to a page")
    func reports() async throws {
        try await withClient {
            $0.turkeySMS.mainBalance = 1000
        } _: { client, _, clock async throws in
            let numbers = (1...501).map { Value.string(String(905_550_000_000 + $0)) }
            let sent = try await client.turkeySMS(
                "/group/send",
                ["title": "DEMOCO", "text": "Hi", "sentto": .list(numbers + ["905550009001", "905550009002"])])
            let id = try #require(sent.json["rapor_id"])
            clock.advance(10)
            #expect(
                try await client.turkeySMS("/reports/basic", ["raporid": id]).json == [
                    "result": true, "rapor_id": id, "total_numbers": 503, "success_count": 501, "failed_count": 1,
                    "pending_count": 1,
                ])
            let second = try await client.turkeySMS("/reports/detailed", ["raporid": id, "page": 2]).json
            #expect(second["pagination"] == ["current_page": 2, "total_pages": 2, "total_records": 503])
            #expect(second["result_code"] == "TS-1064")
            #expect(
                second["data"] == [
                    [
                        "phone_number": "905550000501", "sent_at": "2026-11-21 10:00:00",
                        "sms_status": "Number received the message",
                    ],
                    [
                        "phone_number": "905550009001", "sent_at": "2026-11-21 10:00:00",
                        "sms_status": "Number did not receive the message",
                    ],
                    [
                        "phone_number": "905550009002", "sent_at": "2026-11-21 10:00:00",
                        "sms_status": "Number is out of coverage",
                    ],
                ])
            let past = try await client.turkeySMS("/reports/detailed", ["raporid": id, "page": 9_000_000_000_000_000_000]).json
            #expect(past["data"] == [])
        }
    }

    @Test("an unknown id is TS-1052", arguments: ["/sms/status", "/reports/basic", "/reports/detailed"])
    func unknown(path: String) async throws {
        try await withClient { client, _, _ async throws in
            for fields: ValueObject in [[:], ["sms_id": 5, "raporid": 5]] {
                let reply = try await client.turkeySMS(path, fields)
                #expect(reply.status == 400)
                #expect(reply.json["result_code"] == "TS-1052")
            }
        }
    }
}
