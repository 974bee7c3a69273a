import AsyncHTTPClient
import Sandbox
import Testing
import Values

struct FaultRateTests {
    /// What a client sees of each of so many requests: a status, or the end of the connection.
    private static func outcomes(_ count: Int, seed: UInt64, kinds: [FaultName] = FaultRate.allKinds) async throws -> [String] {
        var outcomes: [String] = []
        try await withClient {
            $0.faultRate = FaultRate(0.5, kinds: kinds, seed: seed)
            $0.turkeySMS.requestsPerMinute = nil
        } _: { client, _, _ async throws in
            for index in 0..<count {
                do {
                    let reply = try await client.turkeySMS(
                        "/sms/send", ["title": "DEMOCO", "sentto": "905550000001", "text": .string("Hi \(index)")])
                    outcomes.append("\(reply.status) \(reply.json.isNull ? "" : "JSON")")
                } catch let error as HTTPClientError where error == .deadlineExceeded {
                    // No fault takes that long; it would pass for one otherwise.
                    throw error
                } catch {
                    outcomes.append("broken")
                }
            }
        }
        return outcomes
    }

    @Test("half of the requests go wrong, in every way, and the same ones for the same seed")
    func repeatable() async throws {
        let first = try await Self.outcomes(120, seed: 5)
        #expect(try await Self.outcomes(120, seed: 5) == first)
        #expect(try await Self.outcomes(120, seed: 6) != first)
        let good = first.count { $0 == "200 JSON" }
        #expect((50...90).contains(good), "\(good) of 120, seed 5")
        #expect(Set(first) == ["200 JSON", "200 ", "broken", "403 JSON", "500 ", "502 "])
    }

    @Test("what is struck is counted, and so is what was applied all the same")
    func counted() async throws {
        try await withClient {
            $0.faultRate = FaultRate(1, kinds: [.applyThenStatus], seed: 3)
        } _: { client, sandbox, _ async throws in
            for index in 0..<4 {
                let reply = try await client.turkeySMS(
                    "/sms/send", ["title": "DEMOCO", "sentto": "905550000001", "text": .string("Hi \(index)")])
                #expect(reply.status == 500)
            }
            #expect(await sandbox.inbox().count == 4)
            #expect(sandbox.faultSeed == 3)
            #expect(
                try await client.send("GET", "/control/fault-rate").json == [
                    "rate": 1.0, "seed": "3", "kinds": ["apply_then_status"], "path": nil, "requests": 4,
                    "struck": ["apply_then_status": 4],
                ])
        }
    }

    @Test("the rate is set and taken back while the sandbox runs, for one path where that is wanted")
    func control() async throws {
        try await withClient { client, sandbox, _ async throws in
            #expect(sandbox.faultSeed == nil)
            let set = try await client.post(
                "/control/fault-rate",
                ["rate": 1, "seed": "18446744073709551615", "kinds": ["html"], "path": "/turkeysms/sms/send"])
            #expect(set.json["seed"] == "18446744073709551615")
            #expect(try await client.turkeySMS("/balance/").status == 200)
            let message: ValueObject = ["title": "DEMOCO", "sentto": "905550000001", "text": "Hi"]
            #expect(try await client.turkeySMS("/sms/send", message).status == 502)
            #expect(try await client.send("DELETE", "/control/fault-rate").json == ["rate": 0.0])
            #expect(try await client.turkeySMS("/sms/send", message).status == 200)
        }
    }

    @Test("a rate without a seed draws one and tells it")
    func drawn() async throws {
        try await withClient {
            $0.seed = nil
            $0.faultRate = FaultRate(0.5)
        } _: { client, sandbox, _ async throws in
            let seed = try #require(sandbox.faultSeed)
            #expect(try await client.send("GET", "/control/fault-rate").json["seed"] == .string(String(seed)))
        }
    }

    @Test(
        "a rate that is none is refused with the reason",
        arguments: [
            ([:], "`rate` must be a number from 0 to 1"), (["rate": 1.5], "`rate` must be a number from 0 to 1"),
            (["rate": 0.5, "seed": -1], "`seed` must be a whole number from 0 on"),
            (
                ["rate": 0.5, "kinds": ["huge_body"]],
                "unknown kind `huge_body`, expected one of `apply_then_drop`, `drop`, `apply_then_status`, `status`, `half_body`, `empty_body`, `html`, `throttle`, `delay`"
            ),
            (["rate": 0.5, "path": "/sms"], "`path` must begin with `/turkeysms` or `/iletimerkezi`, found `/sms`"),
            (["rate": 0.5, "speed": 1], "unknown field `speed`, expected `rate`, `seed`, `kinds`, `path`"),
        ] as [(Value, String)])
    func bad(script: Value, message: String) async throws {
        try await withClient { client, sandbox, _ async throws in
            let reply = try await client.post("/control/fault-rate", script)
            #expect(reply.status == 400)
            #expect(reply.json == ["error": .string(message)])
            #expect(sandbox.faultSeed == nil)
        }
    }
}
