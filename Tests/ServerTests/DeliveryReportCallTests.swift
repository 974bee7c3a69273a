import RunEngine
import Testing
import Values
import WorkflowModel

@Suite("Delivery reports over HTTP")
struct DeliveryReportCallTests {
    static let workflow = """
        name: reports
        triggers:
          turkish:
            uses: turkeysms.delivery_report
            with: { path: /reports/turkeysms, credential: reports }
          ileti:
            uses: iletimerkezi.delivery_report
            with: { path: /reports/ileti, credential: reports, events: [failed, waiting] }
        steps:
          one: { uses: log, with: { message: Hello } }
        """

    /// The wall time of the server's clock, in the form that TurkeySMS writes.
    static func body(_ event: String, id: Int, at time: Timestamp) -> String {
        #"{"event_type":"\#(event)","timestamp":"\#(time)","data":{"sms_id":\#(id)}}"#
    }

    static func signature(_ body: String, prefix: String = "sha256=") -> [(String, String)] {
        [("X-TurkeySms-Signature", prefix + WebhookAuthTests.hex(body, key: "a-long-random-secret-text"))]
    }

    @Test("a signed report of TurkeySMS starts a run and reaches the steps that wait, in both forms of the signature")
    func turkeySMS() async throws {
        try await withServer([Self.workflow]) { client in
            let now = client.daemon.clock.wallTime
            let body = Self.body("sms.delivered", id: 7, at: now)
            let reply = try await client.post("/reports/turkeysms", body, headers: Self.signature(body))
            #expect(reply.status == 200)
            #expect(reply.text == #"{"received":true,"run":"run-1"}"#)
            let other = Self.body("sms.failed", id: 8, at: now)
            #expect(try await client.post("/reports/turkeysms", other, headers: Self.signature(other, prefix: "")).status == 200)
            #expect(client.daemon.events.map(\.data).map { $0["status"] } == ["delivered", "failed"])
            #expect(client.daemon.delivered.map(\.key.key) == ["7", "8"])
            #expect(client.daemon.delivered.first?.key.name == "turkeysms.delivery_report")
            #expect(client.daemon.delivered.first?.data == client.daemon.events.first?.data)
        }
    }

    @Test("a repeat is answered with 200 and starts nothing")
    func repeats() async throws {
        try await withServer([Self.workflow]) { client in
            let body = Self.body("sms.delivered", id: 7, at: client.daemon.clock.wallTime)
            for _ in 0..<3 {
                let reply = try await client.post("/reports/turkeysms", body, headers: Self.signature(body))
                #expect(reply.status == 200)
            }
            #expect(client.daemon.events.count == 1)
            #expect(client.daemon.delivered.count == 1)
        }
    }

    @Test("a report that nobody asked for is answered, and only a final one reaches the steps that wait")
    func otherEvents() async throws {
        try await withServer([Self.workflow]) { client in
            let now = client.daemon.clock.wallTime
            // The final report comes first: order does not matter.
            for event in ["sms.delivered", "sms.sent", "key.test"] {
                let body = Self.body(event, id: 7, at: now)
                let reply = try await client.post("/reports/turkeysms", body, headers: Self.signature(body))
                #expect(reply.status == 200)
            }
            #expect(client.daemon.events.map(\.data).map { $0["status"] } == ["delivered"])
            #expect(client.daemon.delivered.map(\.data).map { $0["status"] } == ["delivered", "test"])
        }
    }

    @Test("a wrong signature, an old report and an old header are answered with 403")
    func refused() async throws {
        try await withServer([Self.workflow]) { client in
            let now = client.daemon.clock.wallTime
            let body = Self.body("sms.delivered", id: 7, at: now)
            let other = try await client.post("/reports/turkeysms", body + " ", headers: Self.signature(body))
            #expect(other.status == 403)
            #expect(other.code == "signature_wrong")
            #expect(try await client.post("/reports/turkeysms", body).status == 403)
            let old = Self.body("sms.delivered", id: 7, at: now + .seconds(-301))
            let late = try await client.post("/reports/turkeysms", old, headers: Self.signature(old))
            #expect(late.status == 403)
            #expect(late.code == "timestamp_outside_window")
            let header = ("X-TurkeySMS-Timestamp", String((now + .seconds(400)).microseconds / 1_000_000))
            #expect(try await client.post("/reports/turkeysms", body, headers: Self.signature(body) + [header]).status == 403)
            let unreadable = ("X-TurkeySMS-Timestamp", "soon")
            #expect(try await client.post("/reports/turkeysms", body, headers: Self.signature(body) + [unreadable]).status == 200)
            #expect(client.daemon.events.count == 1)
        }
    }

    @Test("iletiMerkezi is let in by the secret of the path alone")
    func iletiMerkezi() async throws {
        try await withServer([Self.workflow]) { client in
            let body = #"{"report":{"id":8,"packet_id":7,"status":"undelivered","to":"+905550000001","body":"Hello"}}"#
            #expect(try await client.post("/reports/ileti", body).status == 404)
            #expect(try await client.post("/reports/ileti/guess", body).status == 404)
            let reply = try await client.post("/reports/ileti/a-long-random-secret-text", body)
            #expect(reply.status == 200)
            let event = try #require(client.daemon.events.first)
            #expect(event.data["status"] == "failed")
            #expect(event.data["message_id"] == "7")
            #expect(event.data["to"] == "905550000001")
            #expect(event.data["raw"]?["report"]?["body"] == nil)
            // `delivered` was not asked for; it still ends the wait of a step.
            let delivered = body.replacing("undelivered", with: "delivered")
            #expect(try await client.post("/reports/ileti/a-long-random-secret-text", delivered).status == 200)
            #expect(client.daemon.events.count == 1)
            #expect(client.daemon.delivered.map(\.id) == ["8/failed", "8/delivered"])
        }
    }

    @Test("a report that could not be brought to disk is answered with 503, so that the provider comes again")
    func journalFailure() async throws {
        try await withServer([Self.workflow]) { client in
            client.daemon.state.withLock { $0.failure = .draining }
            let body = Self.body("sms.delivered", id: 7, at: client.daemon.clock.wallTime)
            let reply = try await client.post("/reports/turkeysms", body, headers: Self.signature(body))
            #expect(reply.status == 503)
            #expect(reply.headers["retry-after"] == "10")
            let noReport = try await client.post("/reports/ileti/a-long-random-secret-text", "{}")
            #expect(noReport.status == 422)
        }
    }
}
