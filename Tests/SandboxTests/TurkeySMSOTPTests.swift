import Sandbox
import Testing
import Values

struct TurkeySMSOTPTests {
    @Test("a standard code is sent, and is in the message only")
    func standard() async throws {
        try await withClient { client, sandbox, _ async throws in
            let reply = try await client.turkeySMS("/otp/send", ["mobile": "905550000001", "lang": 0, "digits": 5])
            #expect(
                reply.json == [
                    "result": true, "result_code": "TS-1024", "result_message": "SMS dispatched successfully.",
                    "sms_id": 700_000_001, "number_of_sms": 1,
                ])
            let message = try #require(await sandbox.inbox().first)
            #expect(message.kind == .otp)
            #expect(message.sender == "TURKEYSMS")
            #expect(message.text.contains(/^Your verification code: \d{5}$/))
        }
    }

    @Test("a code in a text of one's own takes the place of TS-CODE, wherever it stands")
    func custom() async throws {
        try await withClient {
            $0.turkeySMS.otpCodeInResponse = true
        } _: { client, sandbox, _ async throws in
            let reply = try await client.turkeySMS(
                "/otp/detailed",
                ["mobile": "905550000001", "title": "DEMOCO", "text": "Kod TS-CODE. Tekrar: TS-CODE", "lang": 1])
            let code = try #require(reply.json["otp_code"]?.stringValue)
            #expect(code.count == 6)
            #expect(await sandbox.inbox().map(\.text) == ["Kod \(code). Tekrar: \(code)"])
        }
    }

    @Test(
        "what is wrong with a code request has its code",
        arguments: [
            ("/otp/send", ["mobile": "5550000001"], 400, "TS-1025"),
            ("/otp/send", ["mobile": "905550000001", "digits": 7], 400, "TS-1033"),
            ("/otp/send", ["mobile": "905550000001", "lang": 4], 400, "TS-1033"),
            (
                "/otp/detailed", ["mobile": "905550000001", "title": "DEMOCO", "text": "Kod: TS_CODE"], 400, "TS-1033"
            ),
            ("/otp/detailed", ["mobile": "905550000001", "title": "DEMOCO", "text": ""], 400, "TS-1026"),
            ("/otp/detailed", ["mobile": "905550000001", "title": "OTHER", "text": "TS-CODE"], 403, "TS-1029"),
            ("/otp/detailed", ["mobile": "905550000001", "title": "WAITING", "text": "TS-CODE"], 403, "TS-1028"),
            ("/otp/detailed", ["mobile": "905550000001", "text": "TS-CODE"], 400, "TS-1034"),
            ("/otp/detailed", ["title": "DEMOCO", "text": "TS-CODE"], 400, "TS-1025"),
        ] as [(String, ValueObject, Int, String)])
    func wrong(path: String, fields: ValueObject, status: Int, code: String) async throws {
        try await withClient { client, sandbox, _ async throws in
            let reply = try await client.turkeySMS(path, fields)
            #expect(reply.status == status)
            #expect(reply.json["result_code"] == .string(code))
            #expect(await sandbox.inbox().isEmpty)
        }
    }

    @Test("two requests make two codes, the same request within the window makes none")
    func codes() async throws {
        try await withClient { client, sandbox, clock async throws in
            _ = try await client.turkeySMS("/otp/send", ["mobile": "905550000001", "lang": 0])
            _ = try await client.turkeySMS("/otp/send", ["mobile": "905550000001", "lang": 0])
            #expect(await sandbox.inbox().count == 1)
            clock.advance(60)
            _ = try await client.turkeySMS("/otp/send", ["mobile": "905550000001", "lang": 0])
            let texts = await sandbox.inbox().map(\.text)
            #expect(texts.count == 2)
            #expect(Set(texts).count == 2)
        }
    }
}
