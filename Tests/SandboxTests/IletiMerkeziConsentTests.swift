import Sandbox
import Testing
import Values

struct IletiMerkeziConsentTests {
    private static func record(_ changes: ValueObject = [:]) -> Value {
        var record: ValueObject = [
            "recipient": "+905550000001", "recipientType": "BIREYSEL", "type": "MESAJ", "status": "ONAY",
            "source": "HS_WEB", "consentDate": "2026-11-20 10:00:00",
        ]
        record.merge(changes)
        return .object(record)
    }

    private static func create(_ client: SandboxClient, _ records: Value...) async throws -> Int {
        try await client.iletiMerkezi("consent/create", ["consent": ["brandCode": 111_222, "list": .list(records)]]).status
    }

    private static func show(_ client: SandboxClient, brand: Value = 111_222) async throws -> SandboxClient.Reply {
        try await client.iletiMerkezi(
            "consent/show",
            [
                "consent": [
                    "brandCode": brand, "recipient": "905550000001", "recipientType": "BIREYSEL", "type": "MESAJ",
                ]
            ])
    }

    @Test("a consent is registered and shown, and withdrawn later")
    func life() async throws {
        try await withClient { client, _, clock async throws in
            #expect(try await Self.create(client, Self.record()) == 200)
            #expect(
                try await Self.show(client).json["response"]?["consent"] == [
                    "brandCode": 111_222, "recipient": "+905550000001", "recipientType": "BIREYSEL", "type": "MESAJ",
                    "status": "ONAY", "source": "HS_WEB", "consentDate": "2026-11-20 10:00:00",
                ])
            clock.advance(60)
            let withdrawal = Self.record(["status": "RET", "consentDate": "2026-11-21 10:00:30"])
            #expect(try await Self.create(client, withdrawal) == 200)
            #expect(try await Self.show(client).json["response"]?["consent"]?["status"] == "RET")
        }
    }

    @Test("without a record the answer is 422, or an empty list where the account drifts")
    func unknown() async throws {
        try await withClient { client, _, _ async throws in
            #expect(try await Self.show(client).status == 422)
        }
        try await withClient {
            $0.iletiMerkezi.answersEmptyConsentList = true
        } _: { client, _, _ async throws in
            let reply = try await Self.show(client, brand: 5)
            #expect(reply.status == 200)
            #expect(reply.json["response"]?["consent"] == [])
        }
    }

    @Test("without a subscription both are 403")
    func subscription() async throws {
        try await withClient {
            $0.iletiMerkezi.hasConsentSubscription = false
        } _: { client, _, _ async throws in
            #expect(try await Self.create(client, Self.record()) == 403)
            #expect(try await Self.show(client).status == 403)
        }
    }

    @Test(
        "what the registry refuses is 422, with the whole batch",
        arguments: [
            ["status": "RET"], ["source": "HS_OTHER"], ["source": nil], ["consentDate": nil],
            ["consentDate": "2026-11-21 10:00:01"], ["consentDate": "2026-11-16 10:00:00"],
            ["consentDate": "2015-05-01 00:00:00"], ["consentDate": "20.11.2026 10:00"],
            ["source": "HS_2015"], ["recipientType": "KURUM"], ["type": "SMS"], ["recipient": "905999000001"],
            ["recipient": "a@b@c", "type": "EPOSTA"], ["recipient": "+905550000002"],
        ] as [ValueObject])
    func refused(changes: ValueObject) async throws {
        try await withClient { client, _, _ async throws in
            let good = Self.record(["recipient": "+905550000002"])
            #expect(try await Self.create(client, good, Self.record(changes)) == 422)
            #expect(try await Self.show(client).status == 422)
            // Nothing of the refused batch was kept: the good record is still the first of its recipient.
            #expect(try await Self.create(client, good) == 200)
        }
    }

    @Test(
        "what the registry takes is 200",
        arguments: [
            ["source": "HS_2015", "consentDate": "2015-05-01 00:00:00"],
            // Three business days back from a Saturday.
            ["consentDate": "2026-11-18 10:00:00"],
            ["recipientType": "TACIR", "source": nil, "consentDate": nil],
            ["recipient": "a@example.com", "type": "EPOSTA"],
        ] as [ValueObject])
    func taken(changes: ValueObject) async throws {
        try await withClient { client, _, _ async throws in
            #expect(try await Self.create(client, Self.record(changes)) == 200)
        }
    }

    @Test("one to five thousand records a batch")
    func batch() async throws {
        try await withClient { client, _, _ async throws in
            let empty = try await client.iletiMerkezi("consent/create", ["consent": ["brandCode": 111_222, "list": []]])
            #expect(empty.status == 422)
            func records(_ count: Int) -> Value {
                .list((1...count).map { Self.record(["recipient": .string("+\(905_550_000_000 + $0)")]) })
            }
            let full = try await client.iletiMerkezi(
                "consent/create", ["consent": ["brandCode": "111222", "list": records(5000)]])
            #expect(full.status == 200)
            let over = try await client.iletiMerkezi(
                "consent/create", ["consent": ["brandCode": 111_222, "list": records(5001)]])
            #expect(over.status == 422)
        }
    }
}
