import Sandbox
import Testing
import Values

struct ControlTests {
    private static let message: ValueObject = ["title": "DEMOCO", "sentto": "905550000001", "text": "Hi"]

    @Test("the state shows balances, blocks, groups and contacts")
    func state() async throws {
        try await withClient { client, _, _ async throws in
            _ = try await client.turkeySMS("/sms/send", Self.message)
            _ = try await client.turkeySMS("/contacts/add", ["group_id": 1, "gsm_number": "905550000001", "name": "Ayşe"])
            _ = try await client.iletiMerkezi("add-blacklist", ["blacklist": ["number": "5550000002"]])
            #expect(
                try await client.send("GET", "/control/state").json == [
                    "now": "2026-11-21T07:00:00Z", "messages": 1,
                    "turkeysms": [
                        "balance": 499, "international": 25.0,
                        "senders": [["title": "DEMOCO", "active": true], ["title": "WAITING", "active": false]],
                        "blacklist": [], "scheduled": 0,
                        "groups": [
                            [
                                "id": 1, "name": "Customers",
                                "contacts": [["number": "905550000001", "name": "Ayşe"]],
                            ]
                        ],
                    ],
                    "iletimerkezi": [
                        "credits": 500, "senders": [["title": "DEMOCO", "active": true]], "blacklist": ["905550000002"],
                        "scheduled": 0, "consents": [],
                    ],
                ])
        }
    }

    @Test("a reset forgets everything, faults and the moved clock included")
    func reset() async throws {
        try await withClient { client, sandbox, _ async throws in
            let fresh = try await client.send("GET", "/control/state").json
            _ = try await client.turkeySMS("/sms/send", Self.message)
            _ = try await client.turkeySMS("/blacklist/add", ["number": "905550000001"])
            _ = try await client.post("/control/faults", ["fault": "html", "path": "/turkeysms/otp/send"])
            _ = try await client.post("/control/clock", ["advance_seconds": 600])
            #expect(try await client.send("POST", "/control/reset").json == ["reset": true])
            #expect(try await client.send("GET", "/control/state").json == fresh)
            #expect(try await client.send("GET", "/control/faults").json == ["faults": []])
            #expect(await sandbox.inbox().isEmpty)
            let again = try await client.turkeySMS("/sms/send", Self.message)
            #expect(again.json["sms_id"] == 700_000_001)
        }
    }

    @Test("the clock can be moved on, never back")
    func clock() async throws {
        try await withClient { client, sandbox, _ async throws in
            _ = try await client.turkeySMS("/sms/send", Self.message)
            #expect(
                try await client.post("/control/clock", ["advance_seconds": 3]).json == ["now": "2026-11-21T07:00:03Z"])
            #expect(await sandbox.inbox().map(\.state) == [.delivered])
            for wrong: Value in [["advance_seconds": -1], ["advance_seconds": "1"], [:], 5] {
                #expect(try await client.post("/control/clock", wrong).status == 400)
            }
        }
    }

    @Test("faults can be taken back")
    func disarm() async throws {
        try await withClient { client, _, _ async throws in
            _ = try await client.post("/control/faults", ["fault": "html", "times": 9])
            #expect(try await client.send("DELETE", "/control/faults").json == ["faults": []])
            #expect(try await client.turkeySMS("/balance/").status == 200)
        }
    }

    @Test("a wrong path or method is told")
    func unknown() async throws {
        try await withClient { client, _, _ async throws in
            let path = try await client.send("POST", "/control/rest")
            #expect(path.status == 404)
            #expect(
                path.json == [
                    "error":
                        "unknown path `/control/rest`, expected one of `/control/reset`, `/control/state`, `/control/clock`, `/control/faults`, `/control/fault-rate`, `/control/callbacks`, `/control/callbacks/event`, `/control/senders`, `/control/balances`"
                ])
            let method = try await client.send("GET", "/control/reset")
            #expect(method.status == 405)
            #expect(method.json == ["error": "`/control/reset` does not take GET"])
            let elsewhere = try await client.send("GET", "/favicon.ico")
            #expect(elsewhere.status == 404)
        }
    }

    @Test("it is healthy, and listens on loopback only")
    func health() async throws {
        try await withClient { client, _, _ async throws in
            let reply = try await client.send("GET", "/healthz")
            #expect(reply.status == 200)
            #expect(reply.json == ["status": "ok"])
        }
        for host in ["0.0.0.0", "127.0.0.1.example.com", "192.0.2.1"] {
            await #expect(throws: SandboxError.notLoopback(host: host)) {
                try await withSandbox(SandboxConfiguration(host: host)) { _, _ in }
            }
        }
    }

    @Test("a port that is taken is an error, not a wait")
    func takenPort() async throws {
        try await withSandbox { sandbox, _ in
            let port = try await sandbox.waitUntilReady()
            await #expect(throws: (any Error).self) {
                try await withSandbox(SandboxConfiguration(port: port)) { _, _ in }
            }
        }
    }

    @Test("it closes its port when the body is done")
    func closes() async throws {
        let text = "of this sandbox only"
        let client = try await withSandbox { _, baseURL in
            let client = SandboxClient(baseURL: baseURL)
            let message: ValueObject = ["title": "DEMOCO", "sentto": "905550000001", "text": .string(text)]
            let sent = try await client.turkeySMS("/sms/send", message)
            #expect(sent.status == 200)
            return client
        }
        // Nobody answers; or somebody else, who was given the same port in the meantime.
        let inbox = try? await client.send("GET", "/inbox.json", timeoutSeconds: 1)
        #expect(inbox?.json.jsonText().contains(text) != true)
    }
}
