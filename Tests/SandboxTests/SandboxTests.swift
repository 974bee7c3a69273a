import Sandbox
import Testing

struct SandboxTests {
    @Test("a message sent over HTTP is in the inbox")
    func inbox() async throws {
        try await withClient { client, sandbox, _ in
            let reply = try await client.turkeySMS(
                "/sms/send", ["title": "DEMOCO", "sentto": "905550000001", "text": "Order 17 is ready", "sms_lang": 1])
            #expect(
                reply.text
                    == #"{"result":true,"result_code":"TS-1024","result_message":"SMS dispatched successfully.","sms_id":700000001,"number_of_sms":1,"total_recipients":1,"success_count":1,"sms_lang":"Turkish","content_type":"Transactional","country":"Turkey-TR"}"#
            )
            let inbox = await sandbox.inbox()
            #expect(inbox.map(\.text) == ["Order 17 is ready"])
        }
    }
}
