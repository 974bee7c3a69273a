import Sandbox
import Testing
import Values

struct FaultScriptTests {
    private static func send(_ client: SandboxClient, _ text: String) async throws -> SandboxClient.Reply {
        try await client.turkeySMS("/sms/send", ["title": "DEMOCO", "sentto": "905550000001", "text": .string(text)])
    }

    @Test("a sequence gives each request its step, and one that says `none` passes")
    func sequence() async throws {
        try await withClient {
            $0.faults = try? FaultScript([
                "faults": [
                    [
                        "path": "/turkeysms/sms/send",
                        "steps": [
                            ["fault": "throttle", "retry_after": 2], ["fault": "none", "times": 2],
                            ["fault": "apply_then_status", "status": 503],
                        ],
                    ],
                    ["path": "/turkeysms/balance/", "fault": "code", "code": "TS-1065"],
                ]
            ])
        } _: { client, sandbox, _ async throws in
            let throttled = try await Self.send(client, "a")
            #expect(throttled.status == 429)
            #expect(throttled.headers["retry-after"] == "2")
            #expect(await sandbox.inbox().isEmpty)
            var statuses: [Int] = []
            for text in ["b", "c", "d", "e"] { statuses.append(try await Self.send(client, text).status) }
            #expect(statuses == [200, 200, 503, 200])
            #expect(await sandbox.inbox().map(\.text) == ["b", "c", "d", "e"])
            #expect(try await client.turkeySMS("/balance/").json["result_code"] == "TS-1065")
        }
    }

    @Test("a reset arms the faults of the start again")
    func reset() async throws {
        try await withClient {
            $0.faults = try? FaultScript(["fault": "html"])
        } _: { client, _, _ async throws in
            #expect(try await client.turkeySMS("/balance/").status == 502)
            #expect(try await client.turkeySMS("/balance/").status == 200)
            _ = try await client.send("POST", "/control/reset")
            #expect(try await client.turkeySMS("/balance/").status == 502)
        }
    }

    @Test("an error of the server after the work is done, with and without a script")
    func appliedError() async throws {
        try await withClient { client, sandbox, _ async throws in
            let message: ValueObject = ["title": "DEMOCO", "sentto": "905550009111", "text": "Hi"]
            #expect(try await client.turkeySMS("/sms/send", message).status == 500)
            #expect(await sandbox.inbox().count == 1)
            let throttled = try await client.turkeySMS(
                "/sms/send", ["title": "DEMOCO", "sentto": "905550009112", "text": "Hi"])
            #expect(throttled.status == 429)
            #expect(throttled.headers["retry-after"] == "1")
            #expect(await sandbox.inbox().count == 1)
        }
    }

    @Test(
        "a script that is not one is refused as a whole",
        arguments: [
            (["steps": []], "`steps` must be a list of one or more faults"),
            (["steps": [["fault": "html"]], "times": 2], "unknown field `times` beside `steps`, expected `path` or `number`"),
            (["faults": 5], "`faults` must be a list"),
            (["faults": [], "seed": 1], "unknown field `seed`, expected `faults` and `rate`"),
            (["rate": 2], "`rate` must be a number from 0 to 1"),
            (["fault": "throttle", "retry_after": -1], "`retry_after` must be from 0 to 86400 seconds, found -1"),
        ] as [(Value, String)])
    func refused(script: Value, message: String) throws {
        let error = #expect(throws: FaultScriptError.self) { try FaultScript(script) }
        #expect(error?.message == message)
    }
}
