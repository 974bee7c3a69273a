import Crypto
import Foundation
import Sandbox
import Testing
import Values

struct CallbackTests {
    private static func send(
        _ client: SandboxClient, to number: String = "905550000001", text: String = "Order 17 is ready"
    ) async throws {
        let reply = try await client.turkeySMS(
            "/sms/send", ["title": "DEMOCO", "sentto": .string(number), "text": .string(text)])
        #expect(reply.status == 200)
    }

    private static func order(
        _ client: SandboxClient, to numbers: [Value] = ["905550000001"], date: String = ""
    ) async throws {
        let reply = try await client.iletiMerkezi(
            "send-sms",
            [
                "order": [
                    "sender": "DEMOCO", "iys": "0", "sendDateTime": .string(date),
                    "message": ["text": "Order 17 is ready", "receipents": ["number": .list(numbers)]],
                ]
            ])
        #expect(reply.status == 200)
    }

    /// Runs a sandbox whose reports go to a receiver.
    static func withReports(
        _ configure: @escaping (inout CallbackTarget) -> Void = { _ in },
        _ body: (SandboxClient, Sandbox, TestClock, CallbackReceiver) async throws -> Void
    ) async throws {
        try await CallbackReceiver.listening { receiver, url async throws in
            var target = try CallbackTarget(url: url + "/reports", timeout: 600)
            configure(&target)
            try await withClient {
                $0.callbacks = [.turkeySMS: target, .iletiMerkezi: target]
            } _: { client, sandbox, clock async throws in
                try await body(client, sandbox, clock, receiver)
            }
        }
    }

    @Test("TurkeySMS reports each state with the documented body, signed over its bytes")
    func turkeySMS() async throws {
        try await Self.withReports { client, sandbox, clock, receiver async throws in
            try await Self.send(client)
            clock.advance(1)
            await sandbox.deliverCallbacks()
            #expect(
                receiver.reports.map(\.json) == [
                    [
                        "event_type": "sms.sent", "timestamp": "2026-11-21T07:00:01Z",
                        "data": ["sms_id": 700_000_001, "status": "sent"],
                    ]
                ])
            clock.advance(60)
            await sandbox.deliverCallbacks()
            let last = try #require(receiver.reports.last)
            // The body tells when it happened, the header when it was sent.
            #expect(
                last.json == [
                    "event_type": "sms.delivered", "timestamp": "2026-11-21T07:00:03Z",
                    "data": ["sms_id": 700_000_001, "status": "delivered"],
                ])
            #expect(last.headers["x-turkeysms-timestamp"] == "1795244461")
            #expect(last.headers["content-type"] == "application/json")
            #expect(last.path == "/reports")
            let key = SymmetricKey(data: Data("sandbox-secret".utf8))
            let digest = HMAC<SHA256>.authenticationCode(for: last.bytes, using: key)
            let hex = digest.map { String(format: "%02x", $0) }.joined()
            #expect(last.headers["x-turkeysms-signature"] == "sha256=\(hex)")
            #expect(receiver.reports.count == 2)
        }
    }

    @Test("the signature may be bare, and made with another digest")
    func signatureForms() async throws {
        try await Self.withReports {
            $0.signatureForm = .bare
            $0.secret = "another"
        } _: { client, sandbox, clock, receiver async throws in
            try await Self.send(client)
            clock.advance(1)
            await sandbox.deliverCallbacks()
            let report = try #require(receiver.reports.first)
            let digest = HMAC<SHA256>.authenticationCode(
                for: report.bytes, using: SymmetricKey(data: Data("another".utf8)))
            #expect(report.headers["x-turkeysms-signature"] == digest.map { String(format: "%02x", $0) }.joined())
        }
        try await Self.withReports {
            $0.algorithm = .sha512
        } _: { client, sandbox, clock, receiver async throws in
            try await Self.send(client)
            clock.advance(1)
            await sandbox.deliverCallbacks()
            let report = try #require(receiver.reports.first)
            let digest = HMAC<SHA512>.authenticationCode(
                for: report.bytes, using: SymmetricKey(data: Data("sandbox-secret".utf8)))
            #expect(
                report.headers["x-turkeysms-signature"] == "sha512=" + digest.map { String(format: "%02x", $0) }.joined())
        }
    }

    @Test("iletiMerkezi says accepted for every message, then its end, unsigned")
    func iletiMerkezi() async throws {
        try await Self.withReports { client, sandbox, clock, receiver async throws in
            try await Self.order(client, to: ["905550000001", "905550009001"])
            clock.advance(3)
            await sandbox.deliverCallbacks()
            #expect(receiver.reports.count == 4)
            let reports = receiver.reports.map(\.json)
            #expect(
                reports.contains([
                    "report": [
                        "id": 850_000_001, "packet_id": 800_000_001, "status": "accepted", "to": "+905550000001",
                        "body": "Order 17 is ready",
                    ]
                ]))
            let ends = reports.compactMap { $0["report"] }.filter { $0["status"] != "accepted" }
            #expect(
                Set(ends.map { "\($0["to"]?.stringValue ?? "") \($0["status"]?.stringValue ?? "")" }) == [
                    "+905550000001 delivered", "+905550009001 undelivered",
                ])
            #expect(receiver.reports.allSatisfy { $0.headers["x-turkeysms-signature"] == nil })
        }
    }

    @Test("a message of a bulk request names its recipient and its report")
    func bulk() async throws {
        try await Self.withReports { client, sandbox, clock, receiver async throws in
            let reply = try await client.turkeySMS(
                "/group/send", ["title": "DEMOCO", "sentto": ["905550000001", "905550000002"], "text": "Hi"])
            #expect(reply.json["rapor_id"] == 700_000_001)
            clock.advance(3)
            await sandbox.deliverCallbacks()
            #expect(
                receiver.reports.map(\.json).contains([
                    "event_type": "sms.delivered", "timestamp": "2026-11-21T07:00:03Z",
                    "data": [
                        "sms_id": 700_000_002, "status": "delivered", "rapor_id": 700_000_001, "mobile": "905550000002",
                    ],
                ]))
            #expect(receiver.reports.count == 4)
        }
    }

    @Test("a refused message only fails, one that expires is never reported to its end")
    func ends() async throws {
        try await Self.withReports { client, sandbox, clock, receiver async throws in
            _ = try await client.turkeySMS("/blacklist/add", ["number": "905550000005"])
            try await Self.send(client, to: "905550000005")
            clock.advance(10)
            await sandbox.deliverCallbacks()
            #expect(receiver.events == ["sms.failed"])
            try await Self.send(client, to: "905550009003")
            clock.advance(10)
            await sandbox.deliverCallbacks()
            #expect(receiver.events == ["sms.failed", "sms.sent"])
        }
    }

    @Test("a failed report comes again after 1, 5 and 25 seconds with the same bytes, and then no more")
    func retries() async throws {
        try await Self.withReports { client, sandbox, clock, receiver async throws in
            // Before the order, whose first report the sandbox sends by itself.
            receiver.answer(500, 404, 302, 500)
            try await Self.order(client)
            await sandbox.deliverCallbacks()
            #expect(receiver.events == ["accepted"])
            for (wait, expected) in [(0.9, 1), (0.1, 2), (4.9, 2), (0.1, 3), (24.9, 3), (0.1, 4), (3600, 4)] {
                clock.advance(wait)
                await sandbox.deliverCallbacks()
                #expect(receiver.events.count { $0 == "accepted" } == expected, "after another \(wait) s")
            }
            let accepted = receiver.reports.filter { $0.event == "accepted" }
            #expect(Set(accepted.map(\.bytes)).count == 1)
            // What follows waits for it: the end is reported after the first was given up.
            #expect(receiver.events.last == "delivered")
            let message = try #require(await sandbox.inbox().first)
            #expect(message.callbacks.map(\.state) == ["given_up", "delivered"])
            #expect(message.callbacks[0].attempts.map(\.status) == [500, 404, 302, 500])
            #expect(
                message.callbacks[0].attempts.map(\.at) == [
                    "2026-11-21T07:00:00Z", "2026-11-21T07:00:01Z", "2026-11-21T07:00:06Z", "2026-11-21T07:00:31Z",
                ])
        }
    }

    @Test("a report that is taken at the second try is not sent again")
    func recovered() async throws {
        try await Self.withReports { client, sandbox, clock, receiver async throws in
            receiver.answer(503)
            try await Self.send(client)
            for _ in 0..<10 {
                clock.advance(1)
                await sandbox.deliverCallbacks()
            }
            #expect(receiver.events == ["sms.sent", "sms.sent", "sms.delivered"])
        }
    }

    @Test("nobody listening is a failed attempt like any other")
    func refused() async throws {
        let target = try CallbackTarget(url: "http://127.0.0.1:1/nobody")
        try await withClient {
            $0.callbacks[.iletiMerkezi] = target
        } _: { client, sandbox, _ async throws in
            try await Self.order(client)
            await sandbox.deliverCallbacks()
            let report = try #require(await sandbox.inbox().first?.callbacks.first)
            #expect(report.attempts.map(\.status) == [nil])
            #expect(report.attempts[0].problem != nil)
        }
    }

    @Test("a scheduled message is reported when it is due, a cancelled one never")
    func scheduled() async throws {
        try await Self.withReports { client, sandbox, clock, receiver async throws in
            try await Self.order(client, date: "21/11/2026 12:00")
            try await Self.order(client, to: ["905550000002"], date: "21/11/2026 12:00")
            _ = try await client.iletiMerkezi("cancel-order", ["order": ["id": "800000002"]])
            await sandbox.deliverCallbacks()
            #expect(receiver.events == [])
            clock.advance(7200 + 3)
            await sandbox.deliverCallbacks()
            #expect(receiver.events == ["accepted", "delivered"])
        }
    }

    @Test("faults send a report twice, in the wrong order, or not at all, by script and by number")
    func faults() async throws {
        try await Self.withReports { client, sandbox, clock, receiver async throws in
            _ = try await client.post(
                "/control/faults",
                [
                    "faults": [
                        ["fault": "callback_twice", "path": "/turkeysms"], ["fault": "callback_lost", "number": "5550000003"],
                    ]
                ])
            try await Self.send(client)
            clock.advance(10)
            await sandbox.deliverCallbacks()
            #expect(receiver.events == ["sms.sent", "sms.sent", "sms.delivered"])
            #expect(receiver.reports[0].bytes == receiver.reports[1].bytes)

            try await Self.send(client, to: "905550009202")
            clock.advance(10)
            await sandbox.deliverCallbacks()
            #expect(receiver.events.dropFirst(3) == ["sms.delivered", "sms.sent"])

            try await Self.send(client, to: "905550000003")
            clock.advance(10)
            await sandbox.deliverCallbacks()
            #expect(receiver.events.dropFirst(5) == ["sms.delivered"])
            try await Self.send(client, to: "905550009203")
            clock.advance(10)
            await sandbox.deliverCallbacks()
            #expect(receiver.events.count == 6)
            #expect(try await client.send("GET", "/control/faults").json == ["faults": []])
        }
    }

    @Test("an address is set, changed and taken away while the sandbox runs; what happened before is not reported")
    func control() async throws {
        try await CallbackReceiver.listening { receiver, url async throws in
            try await withClient { client, sandbox, clock async throws in
                try await Self.send(client, text: "before")
                clock.advance(2)
                let set = try await client.post(
                    "/control/callbacks",
                    ["provider": "turkeysms", "url": .string(url + "/late"), "secret": "s", "retry_delays": [0.5]])
                #expect(
                    set.json["targets"] == [
                        "turkeysms": [
                            "url": .string(url + "/late"), "signature": "prefixed", "algorithm": "sha256",
                            "retry_delays": [0.5], "timeout_seconds": 10.0,
                        ]
                    ])
                clock.advance(10)
                await sandbox.deliverCallbacks()
                #expect(receiver.events == ["sms.delivered"])
                for event: Value in [["event": "key.test"], ["event": "otp.verified", "sms_id": 700_000_001]] {
                    #expect(try await client.post("/control/callbacks/event", event).status == 200)
                    await sandbox.deliverCallbacks()
                }
                #expect(
                    receiver.reports.suffix(2).map { $0.json["data"] } == [[:], ["sms_id": 700_000_001, "status": "verified"]])
                #expect(receiver.events.suffix(2) == ["key.test", "otp.verified"])
                let none = try await client.send("DELETE", "/control/callbacks")
                #expect(none.json["targets"] == [:])
                #expect(none.json["callbacks"]?.listValue?.count == 3)
                try await Self.send(client, text: "after")
                clock.advance(10)
                await sandbox.deliverCallbacks()
                #expect(receiver.events.count == 3)
            }
        }
    }

    @Test("a running sandbox sends them by itself as time passes")
    func byItself() async throws {
        try await CallbackReceiver.listening { receiver, url async throws in
            var configuration = SandboxConfiguration(delivery: DeliveryTiming(sentAfter: 0.01, finalAfter: 0.02))
            configuration.callbacks[.turkeySMS] = try CallbackTarget(url: url, timeout: 600)
            try await withSandbox(configuration) { _, baseURL in
                let client = SandboxClient(baseURL: baseURL)
                try await Self.send(client)
                var events: [String] = []
                for await report in receiver.arrivals.prefix(2) { events.append(report.event) }
                #expect(events == ["sms.sent", "sms.delivered"])
            }
        }
    }

    @Test(
        "a wrong address is told",
        arguments: [
            (["provider": "other", "url": "http://127.0.0.1/"], "`provider` must be `turkeysms` or `iletimerkezi`"),
            (["provider": "turkeysms"], "`url` is missing"),
            (
                ["provider": "turkeysms", "url": "https://example.com/x"],
                "`https://example.com/x` is no address on this machine, expected one such as `http://127.0.0.1:8080/reports`"
            ),
            (
                ["provider": "turkeysms", "url": "http://127.0.0.1/", "signature": "md5"],
                "`signature` must be `prefixed` or `bare`"
            ),
            (
                ["provider": "turkeysms", "url": "http://127.0.0.1/", "retry_delays": ["1"]],
                "`retry_delays` must be a list of seconds"
            ),
        ] as [(Value, String)])
    func bad(body: Value, message: String) async throws {
        try await withClient { client, _, _ async throws in
            let reply = try await client.post("/control/callbacks", body)
            #expect(reply.status == 400)
            #expect(reply.json == ["error": .string(message)])
            #expect(try await client.send("GET", "/control/callbacks").json == ["targets": [:], "callbacks": []])
        }
    }

    @Test(
        "a receiver that hangs keeps the other one waiting for nothing, and has at most eight requests open",
        .timeLimit(.minutes(10)))
    func hangingReceiver() async throws {
        try await CallbackReceiver.listening { hanging, hangingURL in
            try await CallbackReceiver.listening { other, otherURL in
                hanging.hold()
                let targets: [SandboxMessage.Provider: CallbackTarget] = [
                    .turkeySMS: try CallbackTarget(url: hangingURL + "/reports", timeout: 600),
                    .iletiMerkezi: try CallbackTarget(url: otherURL + "/reports", timeout: 600),
                ]
                try await withClient {
                    $0.callbacks = targets
                    $0.delivery = .immediate
                } _: { client, sandbox, _ async throws in
                    for number in 0..<20 { try await Self.send(client, to: String(905_550_000_000 + number)) }
                    var arrivals = hanging.arrivals.makeAsyncIterator()
                    for _ in 0..<8 { _ = await arrivals.next() }
                    try await Self.order(client)
                    var reports = other.arrivals.makeAsyncIterator()
                    #expect(await reports.next()?.event == "accepted")
                    #expect(await reports.next()?.event == "delivered")
                    #expect(hanging.reports.count == 8)
                    hanging.release()
                    await sandbox.deliverCallbacks()
                    #expect(hanging.events.count { $0 == "sms.sent" } == 20)
                    #expect(hanging.events.count { $0 == "sms.delivered" } == 20)
                }
            }
        }
    }
}
