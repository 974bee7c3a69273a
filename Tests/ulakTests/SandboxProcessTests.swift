import Foundation
import Testing
import Values

@Suite("The sandbox as a process")
struct SandboxProcessTests {
    private static func port(in error: String) throws -> Int {
        let match = try #require(error.firstMatch(of: /127\.0\.0\.1:(\d+)\/inbox/))
        return try #require(Int(match.output.1))
    }

    @Test("after kill -9 it finds what it had answered, and shows it")
    func killed() async throws {
        try await Program.withProgram { program in
            let first = try await program.serving(
                "sandbox", "serve", "--port", "0", "--state", "sandbox.state", until: "/inbox\n", then: SIGKILL
            ) { error async throws in
                let send = HTTPCall(
                    url: "http://127.0.0.1:\(try Self.port(in: error))/turkeysms/sms/send",
                    body: #"{"api_key":"sandbox-key","title":"DEMOCO","sentto":"905550000001","text":"Kept"}"#)
                #expect(try await send.status() == 200)
            }
            #expect(first == SIGKILL)
            let second = try await program.serving(
                "sandbox", "serve", "--port", "0", "--state", "sandbox.state", until: "/inbox\n", then: SIGTERM
            ) { error async throws in
                let inbox = try await program.run("sandbox", "inbox", "--port", "\(try Self.port(in: error))", "--json")
                #expect(try Value(json: inbox.output)["messages"]?[0]?["text"] == "Kept")
            }
            #expect(second == 0)
        }
    }

    @Test("a seed that was drawn is printed, and wrong options are told before anything listens")
    func options() async throws {
        try await Program.withProgram { program in
            let status = try await program.serving(
                "sandbox", "--port", "0", "--fault-rate", "0.5", "--fault-kind", "drop", until: "--fault-seed", then: SIGTERM
            ) { error in
                #expect(error.contains(/with seed (\d+): the same again with --fault-seed \1\n/))
            }
            #expect(status == 0)
            try program.write("faults: [{ fault: explode }]", to: "faults.yaml")
            for (arguments, message) in [
                (["--fault-rate", "2"], "--fault-rate takes a number from 0 to 1"),
                (["--fault-seed", "2"], "--fault-seed and --fault-kind need --fault-rate"),
                (["--fault-rate", "0.1", "--fault-kind", "rain"], "unknown kind `rain`"),
                (["--faults", "faults.yaml"], "`faults.yaml` is no script of faults: unknown fault `explode`"),
                (["--callback", "turkeysms"], "--callback takes turkeysms=URL or iletimerkezi=URL, found `turkeysms`"),
                (["--callback", "turkeysms=https://example.com"], "is no address on this machine"),
                (["--callback-signature", "odd"], "--callback-signature takes prefixed or bare"),
                (["--state", "faults.yaml"], "`faults.yaml` is not a state file of the sandbox"),
            ] {
                let result = try await program.run(["sandbox", "serve", "--port", "0"] + arguments)
                #expect(result.status == 2, "\(arguments)")
                #expect(result.error.contains(message), "\(result.error)")
            }
        }
    }
}
