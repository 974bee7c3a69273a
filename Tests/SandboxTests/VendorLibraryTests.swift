import Sandbox
import Testing
import Values

/// Requests in the shapes that the vendors' own client libraries send, where they differ from the vendors' pages.
struct VendorLibraryTests {
    @Test("TurkeySMS libraries say `mobile`, and put every option in")
    func turkeySMSSend() async throws {
        try await withClient { client, sandbox, _ async throws in
            let sms = try await client.turkeySMS(
                "/sms/send",
                [
                    "title": "DEMOCO", "mobile": "905550000001", "text": "Merhaba", "report": 1, "sms_lang": 0,
                    "content_type": 0, "response_type": "json",
                ])
            #expect(sms.json["result"] == true)
            let otp = try await client.turkeySMS(
                "/otp/send",
                ["mobile": "905550000001", "report": 1, "lang": 2, "digits": 4, "response_type": "json"])
            #expect(otp.json["result"] == true)
            let balance = try await client.turkeySMS("/balance/", ["response_type": "json"])
            #expect(balance.json["balance"] == 498)
            #expect(await sandbox.inbox().map(\.kind) == [.sms, .otp])
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

    @Test("iletiMerkezi libraries send integers for iys, empty text for now, and an array of messages")
    func iletiMerkeziSend() async throws {
        try await withClient { client, sandbox, _ async throws in
            let single = try await client.iletiMerkezi(
                "send-sms",
                [
                    "order": [
                        "sender": "DEMOCO", "sendDateTime": [], "iys": 0, "iysList": "BIREYSEL",
                        "message": ["text": "Merhaba", "receipents": ["number": ["5550000001"]]],
                    ]
                ])
            #expect(single.status == 457)
            let numbers: Value = ["number": ["+90 555 000 00 01"]]
            let personal = try await client.iletiMerkezi(
                "send-sms",
                [
                    "order": [
                        "sender": "DEMOCO", "sendDateTime": [""], "iys": 0, "iysList": "BIREYSEL",
                        "message": [["text": "Merhaba Ali", "receipents": numbers]],
                    ]
                ])
            #expect(personal.status == 200)
            #expect(await sandbox.inbox().map(\.recipient) == ["905550000001"])
        }
    }

    @Test("iletiMerkezi libraries page with integers and name orders by integer")
    func iletiMerkeziReports() async throws {
        try await withClient { client, _, clock async throws in
            _ = try await client.iletiMerkezi(
                "send-sms",
                [
                    "order": [
                        "sender": "DEMOCO", "sendDateTime": "", "iys": 0,
                        "message": ["text": "Merhaba", "receipents": ["number": ["5550000001"]]],
                    ]
                ])
            clock.advance(3)
            let report = try await client.iletiMerkezi(
                "get-report", ["order": ["id": 800_000_001, "page": 1, "rowCount": 1000]])
            #expect(report.json["response"]?["order"]?["delivered"] == 1)
            let list = try await client.iletiMerkezi(
                "get-reports", ["filter": ["start": "2026-11-20", "end": "2026-11-21", "page": 1]])
            #expect(list.json["response"]?["orders"]?[0]?["id"] == 800_000_001)
            let blacklist = try await client.iletiMerkezi("get-blacklist", ["blacklist": ["page": 1, "rowCount": 1000]])
            #expect(blacklist.json["response"]?["blacklist"] == ["count": 0, "number": []])
        }
    }
}
