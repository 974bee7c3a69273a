import Testing
import Values
import WorkflowModel

@testable import Server

@Suite("Delivery reports, as the providers write them")
struct DeliveryReportTests {
    static func read(_ provider: DeliveryReportProvider, _ text: String) throws -> Value {
        let report = try provider.read(JSONReader().read(text))
        let received = Timestamp(text: "2030-02-01T00:00:00Z") ?? Timestamp(microseconds: 0)
        var data = report.data(receivedAt: received, withText: false)
        data["raw"] = nil
        return .object(data)
    }

    static func shape(
        _ provider: String, _ message: String, _ report: String, to: Value, _ status: String, final: Bool, at: String,
        deliveredAt: Value = .null
    ) -> Value {
        [
            "provider": .string(provider), "message_id": .string(message), "report_id": .string(report), "to": to,
            "status": .string(status), "final": .bool(final), "at": .string(at), "delivered_at": deliveredAt, "reason": .null,
        ]
    }

    @Test("TurkeySMS: the events of the provider page")
    func turkeySMS() throws {
        let at = "2030-01-31T09:14:07.000Z"
        #expect(
            try Self.read(
                .turkeysms,
                #"{ "event_type": "sms.delivered", "timestamp": "2030-01-31T09:14:07Z", "data": { "sms_id": 700000001, "status": "delivered" } }"#
            )
                == Self.shape(
                    "turkeysms", "700000001", "700000001", to: .null, "delivered", final: true, at: at, deliveredAt: .string(at)))
        #expect(
            try Self.read(
                .turkeysms,
                #"{"event_type":"sms.sent","timestamp":"2030-01-31T09:14:07Z","data":{"sms_id":"7","rapor_id":5,"mobile":"+905550000001"}}"#
            ) == Self.shape("turkeysms", "5", "7", to: "905550000001", "sent", final: false, at: at))
        #expect(
            try Self.read(
                .turkeysms,
                #"{"event_type":"sms.failed","timestamp":"2030-01-31T09:14:07Z","data":{"sms_id":7,"status":"expired"}}"#
            ) == Self.shape("turkeysms", "7", "7", to: .null, "expired", final: true, at: at))
        #expect(
            try Self.read(.turkeysms, #"{"event_type":"key.test","timestamp":"2030-01-31T09:14:07Z","data":{}}"#)
                == Self.shape("turkeysms", "", "", to: .null, "test", final: true, at: at))
        #expect(
            try Self.read(.turkeysms, #"{"event_type":"sms.new","timestamp":"2030-01-31T09:14:07Z","data":{"sms_id":7}}"#)
                == Self.shape("turkeysms", "7", "7", to: .null, "unknown", final: false, at: at))
    }

    @Test("iletiMerkezi: the statuses of the provider page, as words and as numbers")
    func iletiMerkezi() throws {
        let at = "2030-02-01T00:00:00.000Z"
        #expect(
            try Self.read(
                .iletimerkezi,
                #"{ "report": { "id": 800000001, "packet_id": 700000001, "status": "delivered", "to": "+905550000001", "body": "Order 17 is ready" } }"#
            )
                == Self.shape(
                    "iletimerkezi", "700000001", "800000001", to: "905550000001", "delivered", final: true, at: at,
                    deliveredAt: .string(at)))
        for (word, status, final) in [
            ("\"accepted\"", "waiting", false), ("\"undelivered\"", "failed", true), ("112", "failed", true),
            ("110", "waiting", false),
            ("\"odd\"", "unknown", false),
        ] {
            #expect(
                try Self.read(.iletimerkezi, #"{"report":{"id":"8","packet_id":"7","status":\#(word)}}"#)
                    == Self.shape("iletimerkezi", "7", "8", to: .null, status, final: final, at: at))
        }
    }

    @Test("the text of a message stays out unless the author asks for it")
    func text() throws {
        let report = try DeliveryReportProvider.iletimerkezi.read(
            ["report": ["id": 8, "packet_id": 7, "status": "delivered", "body": "Your code is 123456"]])
        let now = Timestamp(microseconds: 0)
        #expect(
            report.data(receivedAt: now, withText: false)["raw"] == ["report": ["id": 8, "packet_id": 7, "status": "delivered"]])
        #expect(report.data(receivedAt: now, withText: true)["raw"]?["report"]?["body"] == "Your code is 123456")
    }

    @Test(
        "what is no report is refused with what is missing",
        arguments: [
            (DeliveryReportProvider.turkeysms, "[]", "the report is list, expected a map"),
            (.turkeysms, "{}", "`event_type` is missing"),
            (.turkeysms, #"{"event_type":"sms.sent"}"#, "`timestamp` is no time in RFC 3339"),
            (.turkeysms, #"{"event_type":"sms.sent","timestamp":"2030-01-31T09:14:07Z"}"#, "`data.sms_id` is missing"),
            (.iletimerkezi, "{}", "`report` is missing"), (.iletimerkezi, #"{"report":{}}"#, "`report.id` is missing"),
            (.iletimerkezi, #"{"report":{"id":1}}"#, "`report.packet_id` is missing"),
            (.iletimerkezi, #"{"report":{"id":1,"packet_id":2}}"#, "`report.status` is missing"),
        ])
    func refused(provider: DeliveryReportProvider, text: String, message: String) throws {
        let body = try JSONReader().read(text)
        #expect(throws: DeliveryReportError(message)) { try provider.read(body) }
    }

    @Test("two reports of one message differ by their status, and TurkeySMS ones by their time as well")
    func identity() throws {
        func identity(_ provider: DeliveryReportProvider, _ text: String) throws -> String {
            try provider.read(JSONReader().read(text)).identity
        }
        let first = try identity(.turkeysms, #"{"event_type":"sms.sent","timestamp":"2030-01-31T09:14:07Z","data":{"sms_id":7}}"#)
        let later = try identity(.turkeysms, #"{"event_type":"sms.sent","timestamp":"2030-01-31T09:14:08Z","data":{"sms_id":7}}"#)
        #expect(first == "7/sent/1896081247000000")
        #expect(first != later)
        #expect(try identity(.iletimerkezi, #"{"report":{"id":8,"packet_id":7,"status":"delivered"}}"#) == "8/delivered")
    }
}
