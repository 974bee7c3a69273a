import AsyncHTTPClient
import Sandbox
import Testing
import Values

struct FaultTests {
    private static let message: ValueObject = ["title": "DEMOCO", "sentto": "905550000001", "text": "Hi"]

    private static func send(_ client: SandboxClient, to number: String = "905550000001") async throws -> SandboxClient.Reply {
        try await client.turkeySMS("/sms/send", ["title": "DEMOCO", "sentto": .string(number), "text": "Hi"])
    }

    private static func order(_ number: String) -> ValueObject {
        [
            "order": [
                "sender": "DEMOCO", "iys": "0", "message": ["text": "Hi", "receipents": ["number": [.string(number)]]],
            ]
        ]
    }

    @Test("an armed fault is listed, strikes as often as it says, and is gone")
    func times() async throws {
        try await withClient { client, sandbox, _ async throws in
            let armed = try await client.post(
                "/control/faults", ["fault": "status", "status": 503, "path": "/turkeysms/sms/send", "times": 2])
            #expect(
                armed.json == [
                    "faults": [
                        [
                            "id": 1, "fault": "status", "path": "/turkeysms/sms/send", "number": nil, "times": 2, "every": 1,
                            "delay_milliseconds": 0, "applied": false,
                        ]
                    ]
                ])
            #expect(try await client.turkeySMS("/balance/").status == 200)
            #expect(try await Self.send(client).status == 503)
            #expect(try await client.send("GET", "/control/faults").json["faults"]?[0]?["times"] == 1)
            #expect(try await Self.send(client).status == 503)
            #expect(await sandbox.inbox().isEmpty)
            #expect(try await Self.send(client).status == 200)
            #expect(try await client.send("GET", "/control/faults").json == ["faults": []])
        }
    }

    @Test("a fault may strike every third request only")
    func every() async throws {
        try await withClient { client, _, _ async throws in
            _ = try await client.post("/control/faults", ["fault": "throttle", "every": 3, "times": 2])
            var statuses: [Int] = []
            for _ in 0..<7 { statuses.append(try await client.turkeySMS("/balance/").status) }
            #expect(statuses == [200, 200, 403, 200, 200, 403, 200])
        }
    }

    @Test("a fault for a number leaves the others alone, however the number is written")
    func number() async throws {
        try await withClient { client, _, _ async throws in
            _ = try await client.post("/control/faults", ["fault": "html", "number": "+90 555 000 00 02", "times": 5])
            #expect(try await Self.send(client).status == 200)
            let struck = try await Self.send(client, to: "905550000002")
            #expect(struck.status == 502)
            #expect(struck.headers["content-type"] == "text/html; charset=utf-8")
            #expect(try await client.iletiMerkezi("send-sms", Self.order("5550000002")).status == 502)
        }
    }

    @Test("a code is answered in the provider's own envelope")
    func code() async throws {
        try await withClient { client, sandbox, _ async throws in
            _ = try await client.post(
                "/control/faults",
                [
                    "faults": [
                        ["fault": "code", "code": "TS-1060", "path": "/turkeysms/sms/send"],
                        ["fault": "code", "code": 451, "path": "/iletimerkezi/v1/send-sms/json"],
                    ]
                ])
            let first = try await Self.send(client)
            #expect(first.status == 403)
            #expect(first.json["result_code"] == "TS-1060")
            let second = try await client.iletiMerkezi("send-sms", Self.order("905550000001"))
            #expect(second.status == 451)
            #expect(second.json["response"]?["status"]?["message"] == "Tekrar eden sipariş")
            #expect(await sandbox.inbox().isEmpty)
        }
    }

    @Test("a fault may do the work and hide it: the retry then meets the provider's own guard")
    func appliedStatus() async throws {
        try await withClient { client, sandbox, _ async throws in
            _ = try await client.post("/control/faults", ["fault": "status", "status": 500, "applied": true])
            #expect(try await client.iletiMerkezi("send-sms", Self.order("905550000001")).status == 500)
            #expect(await sandbox.inbox().count == 1)
            #expect(try await client.iletiMerkezi("send-sms", Self.order("905550000001")).status == 451)
        }
    }

    @Test("a dropped connection gives no answer, with or without the work done", arguments: [false, true])
    func drop(applied: Bool) async throws {
        try await withClient { client, sandbox, _ async throws in
            _ = try await client.post("/control/faults", ["fault": applied ? "apply_then_drop" : "drop"])
            await #expect(throws: HTTPClientError.remoteConnectionClosed) { try await Self.send(client) }
            #expect(await sandbox.inbox().count == (applied ? 1 : 0))
            let again = try await Self.send(client)
            #expect(again.json["sms_id"] == 700_000_001)
            #expect(await sandbox.inbox().count == 1)
        }
    }

    @Test("half a body ends before its announced length")
    func halfBody() async throws {
        try await withClient { client, sandbox, _ async throws in
            _ = try await client.post("/control/faults", ["fault": "half_body"])
            await #expect(throws: (any Error).self) { try await Self.send(client) }
            #expect(await sandbox.inbox().count == 1)
        }
    }

    @Test("an empty body comes with the right status, and the work is done")
    func emptyBody() async throws {
        try await withClient { client, sandbox, _ async throws in
            _ = try await client.post("/control/faults", ["fault": "empty_body"])
            let reply = try await Self.send(client)
            #expect(reply.status == 200)
            #expect(reply.bytes.isEmpty)
            #expect(await sandbox.inbox().count == 1)
        }
    }

    @Test("a huge body is ten megabytes of JSON")
    func hugeBody() async throws {
        try await withClient { client, _, _ async throws in
            _ = try await client.post("/control/faults", ["fault": "huge_body"])
            let reply = try await Self.send(client)
            #expect(reply.bytes.count == (10 << 20) + 14)
            #expect(reply.json["padding"]?.stringValue?.utf8.count == 10 << 20)
        }
    }

    @Test("a slow answer outlasts an impatient client", .timeLimit(.minutes(10)))
    func delay() async throws {
        try await withClient { client, sandbox, _ async throws in
            _ = try await client.post("/control/faults", ["fault": "delay", "delay_milliseconds": 600_000])
            let request = Task { try await Self.send(client) }
            while await sandbox.inbox().isEmpty { await Task.yield() }
            // The work is done, and the answer is still a minute away.
            request.cancel()
            await #expect(throws: CancellationError.self) { try await request.value }
            #expect(await sandbox.inbox().count == 1)
        }
    }

    @Test(
        "magic numbers need no script",
        arguments: [
            ("905550009102", 500, 500, false), ("905550009103", 502, 502, false), ("905550009105", 200, 200, true),
            ("905550009109", 403, 503, false), ("905550009110", 403, 402, false),
        ])
    func magic(number: String, turkeySMS: Int, iletiMerkezi: Int, isApplied: Bool) async throws {
        try await withClient { client, sandbox, _ async throws in
            #expect(try await Self.send(client, to: number).status == turkeySMS)
            #expect(try await client.iletiMerkezi("send-sms", Self.order(number)).status == iletiMerkezi)
            #expect(await sandbox.inbox().count == (isApplied ? 2 : 0))
        }
    }

    @Test("the magic number that drops after the work does so each time")
    func magicDrop() async throws {
        try await withClient { client, sandbox, _ async throws in
            await #expect(throws: (any Error).self) { try await Self.send(client, to: "905550009108") }
            #expect(await sandbox.inbox().count == 1)
            await #expect(throws: (any Error).self) { try await Self.send(client, to: "905550009107") }
            #expect(await sandbox.inbox().count == 1)
        }
    }

    @Test(
        "a script that is not one is refused with the reason, and arms nothing",
        arguments: [
            (
                ["fault": "explode"],
                "unknown fault `explode`, expected one of `none`, `delay`, `code`, `throttle`, `insufficient_balance`, `status`, `apply_then_status`, `html`, `half_body`, `empty_body`, `huge_body`, `drop`, `apply_then_drop`, `callback_twice`, `callback_late`, `callback_lost`"
            ),
            (
                ["path": "/sms/send", "fault": "html"],
                "`path` must begin with `/turkeysms` or `/iletimerkezi`, found `/sms/send`"
            ),
            (["fault": "html", "times": 0], "`times` must be 1 or more, found 0"),
            (["fault": "status", "status": 200], "`status` must be from 400 to 599, found 200"),
            (["fault": "code", "code": 9999], "`code` must be a code of one of the providers, such as `TS-1060` or 451"),
            (
                ["fault": "delay", "delay": 5],
                "unknown field `delay`, expected `fault`, `path`, `number`, `times`, `every`, `delay_milliseconds`, `applied`, `code`, `status`, `retry_after`"
            ),
            (["faults": [["fault": "html"], 5]], "expected an object with a `fault`"),
        ] as [(Value, String)])
    func badScript(script: Value, message: String) async throws {
        try await withClient { client, _, _ async throws in
            let reply = try await client.post("/control/faults", script)
            #expect(reply.status == 400)
            #expect(reply.json == ["error": .string(message)])
            #expect(try await client.send("GET", "/control/faults").json == ["faults": []])
        }
    }
}
