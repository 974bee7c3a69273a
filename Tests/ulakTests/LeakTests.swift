import Foundation
import Sandbox
import Testing
import Values

/// Plants secrets that are easy to recognise, does everything that can be done with them, and searches every byte that Ulak wrote.
@Suite("Secrets stay where they are", .serialized)
struct LeakTests {
    static let canaries = ["canary/K3y+7f3a=Ş\"x", "canary-im-key-51", "canary&im%hash=93", "canary-unused-secret-77"]

    /// The ways in which somebody else would write a secret down; not those that Ulak's own masking knows.
    static func spellings(_ secret: String) -> [[UInt8]] {
        let bytes = Array(secret.utf8)
        var texts = [secret]
        if let escaped = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) { texts.append(escaped) }
        if let escaped = secret.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) { texts.append(escaped) }
        if let json = try? JSONEncoder().encode(secret) {
            texts.append(String(String(decoding: json, as: UTF8.self).dropFirst().dropLast()))
        }
        for offset in 0..<3 {
            // Without the characters that hang on what is before and behind.
            let whole = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString()
            texts.append(String(whole.dropFirst(offset == 0 ? 0 : offset + 1).dropLast(4)))
        }
        return texts.map { Array($0.utf8) }.filter { $0.count >= 6 }
    }

    static func quoted(_ text: String) -> String { Value.string(text).jsonText() }

    static func search(_ data: Data, _ place: String) {
        for (index, canary) in canaries.enumerated() {
            for spelling in spellings(canary) {
                #expect(data.range(of: Data(spelling)) == nil, "secret \(index) stands in \(place)")
            }
        }
    }

    /// Everything below the folder, apart from the master key.
    static func searchFiles(_ program: Program) throws -> [String] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: program.folder.path)
        for path in paths where !path.hasSuffix(".key") {
            if let data = FileManager.default.contents(atPath: program.folder.appending(path: path).path) { search(data, path) }
        }
        return paths
    }

    static func account() -> SandboxConfiguration {
        var configuration = SandboxConfiguration.forTests
        configuration.turkeySMS.apiKey = canaries[0]
        configuration.iletiMerkezi.key = canaries[1]
        configuration.iletiMerkezi.hash = canaries[2]
        return configuration
    }

    /// A program whose vault has the canaries.
    static func withCanaries(_ body: @Sendable (Program, Sandbox, String) async throws -> Void) async throws {
        try await Program.withSandboxedProgram(account()) { program, sandbox, baseURL in
            var program = program
            for name in program.environment.keys.map({ $0 }) where name.hasPrefix("ULAK_CREDENTIAL_") {
                program.environment[name] = nil
            }
            program.environment["ULAK_VAULT_KEY_FILE"] = program.folder.appending(path: "vault.key").path
            _ = try await program.run("vault", "init")
            // One editor instead of four commands: the file that it brings is gone before the search.
            try program.write(
                """
                turkeysms: { api_key: \(Self.quoted(canaries[0])) }
                iletimerkezi: { key: \(Self.quoted(canaries[1])), hash: \(Self.quoted(canaries[2])) }
                unused: { secret: \(Self.quoted(canaries[3])) }
                """, to: "values.txt")
            program.environment["EDITOR"] = "cp '\(program.folder.path)/values.txt'"
            let edited = try await program.run("vault", "edit")
            #expect(edited.status == 0, "\(edited.error)")
            search(Data((edited.output + edited.error).utf8), "vault edit")
            try FileManager.default.removeItem(at: program.folder.appending(path: "values.txt"))
            try await body(program, sandbox, baseURL)
        }
    }

    @Test("the search would find each spelling")
    func searchWorks() {
        for canary in Self.canaries {
            for text in [
                canary, Data(("user:" + canary + "!").utf8).base64EncodedString(), Data(canary.utf8).base64EncodedString(),
            ] {
                #expect(Self.spellings(canary).contains { Data(text.utf8).range(of: Data($0)) != nil }, "\(text)")
            }
        }
    }

    @Test("in no run of an example, in words or as a dry run", arguments: ExampleWorkflowTests.examples)
    func examples(_ example: ExampleWorkflowTests.Example) async throws {
        try await Self.withCanaries { program, sandbox, _ in
            let file = "\(ExampleWorkflowTests.folder)/\(example.workflow).yaml"
            let arguments = example.arguments.map { $0.replacing("PRICES", with: "http://127.0.0.1:1/list.json") }
            for mode in [["--dry-run"], []] {
                let result = try await program.run(["run", file] + mode + arguments)
                Self.search(Data((result.output + result.error).utf8), "\(example.workflow) \(mode)")
            }
            let paths = try Self.searchFiles(program)
            #expect(paths.contains(".ulak/journal.sqlite"))
        }
    }

    @Test("in no failure: wrong keys, strange answers, a killed process")
    func failures() async throws {
        try await Self.withCanaries { program, sandbox, baseURL in
            try program.write(
                """
                name: two
                steps:
                  first:
                    uses: turkeysms.send_sms
                    credential: turkeysms
                    with: { sender: DEMOCO, to: "905550000001", text: First }
                    retry: { attempts: 2, delay: 1ms }
                    on_error: continue
                  second:
                    uses: iletimerkezi.send_sms
                    credential: iletimerkezi
                    with: { sender: DEMOCO, to: "905550000001", text: Second, iys: false }
                    on_error: continue
                  ask: { uses: turkeysms.check_key, credential: turkeysms, retry: { attempts: 1 }, on_error: continue }
                """, to: "workflows/two.yaml")
            func check(_ arguments: String..., input: String? = nil) async throws {
                let result = try await program.run(arguments, input: input)
                Self.search(Data((result.output + result.error).utf8), arguments.joined(separator: " "))
            }
            for fault in [
                #""html""#, #""half_body""#, #""drop""#, #""apply_then_drop""#, #""status", "status": 500"#, #""throttle""#,
            ] {
                try await Program.arm("{\"fault\": \(fault)}", baseURL)
                try await check("run", "two")
                try await Program.arm("{\"fault\": \(fault)}", baseURL)
                try await check("run", "two", "--json")
            }
            // The providers know other keys now: they refuse, and one repeats what it was given.
            var refused = program
            refused.environment["ULAK_CREDENTIAL_TURKEYSMS_API_KEY"] = Self.canaries[3]
            let result = try await refused.run("run", "two", "--json")
            Self.search(Data((result.output + result.error).utf8), "a refused key")

            try program.write(RecoveryTests.two.replacing("name: two", with: "name: long"), to: "long.yaml")
            #expect(try await program.run("run", "long.yaml", untilErrorHas: "↻ pause", then: SIGKILL) == SIGKILL)
            _ = try Self.searchFiles(program)
            try await check("runs", "resume")
            try await check("runs", "list")
            try await check("runs", "list", "--json")
            try await check("runs", "show", "last")
            try await check("runs", "show", "last", "--json")
            try await check("validate", "--credentials")
            try await check("vault", "list")
            try await check("vault", "check", "--live")
            try await check("vault", "check", "--json")
            try await check("vault", "rotate")
            try await check("vault", "seal")
            try await check("vault", "get", "turkeysms", "nothing")
            try await check("vault", "set", "turkeysms", "api key", "--stdin", input: Self.canaries[0])
            try await check("vault", "rekey")
            _ = try Self.searchFiles(program)
        }
    }

    @Test("in nothing that the daemon logs, answers or keeps")
    func daemon() async throws {
        try await Self.withCanaries { program, _, _ in
            try program.write(
                """
                name: hook
                triggers:
                  call: { uses: webhook, with: { path: /call, auth: { bearer: { credential: unused } } } }
                steps:
                  ask: { uses: turkeysms.get_balance, credential: turkeysms }
                  send:
                    uses: iletimerkezi.send_sms
                    credential: iletimerkezi
                    needs: [ask]
                    with: { sender: DEMOCO, to: "905550000001", text: Hello, iys: false }
                  say: { uses: log, with: { message: done, data: "${{ steps.send.output }}" } }
                """, to: "workflows/hook.yaml")
            let written = try await program.serving { address in
                // Everything that happens is on its way to a listener before the run begins.
                async let stream = HTTPCall(url: address + "/api/v1/events", method: "GET").beginning(upTo: "\"succeeded\"") {
                    // The webhook is called once the stream is open.
                    _ = try await HTTPCall(url: address + "/call", body: "{}", token: Self.canaries[3]).answer()
                }
                Self.search(Data(try await stream.utf8), "the stream of all runs")
                let refused = try await HTTPCall(url: address + "/call", token: "no-such-token").answer()
                #expect(refused.status == 401, "\(refused.body)")
                let taken = try await HTTPCall(url: address + "/call", body: "{}", token: Self.canaries[3]).answer()
                #expect(taken.status == 202, "\(taken.body)")
                Self.search(Data((refused.body + taken.body).utf8), "answers to a webhook")
                let run = try #require(try Value(json: taken.body)["run"]?.stringValue)
                // The stream of a run ends with the run.
                for path in [
                    "/api/v1/runs/\(run)/events", "/api/v1/runs/\(run)", "/api/v1/runs", "/api/v1/sends",
                    "/api/v1/workflows", "/api/v1/workflows/hook", "/api/v1/nodes", "/api/v1/nodes/turkeysms.get_balance",
                    "/api/v1/openapi.json", "/metrics", "/healthz", "/readyz", "/",
                ] {
                    let answer = try await HTTPCall(url: address + path, method: "GET").answer()
                    #expect(answer.status == 200, "\(path)")
                    Self.search(Data(answer.body.utf8), path)
                }
            }
            Self.search(Data(written.utf8), "the log of the daemon")
            #expect(try Self.searchFiles(program).contains(".ulak/journal.sqlite"))
        }
    }

    @Test("in nothing that a damaged vault makes Ulak say")
    func damaged() async throws {
        try await Self.withCanaries { program, _, _ in
            let file = program.folder.appending(path: "vault.yaml")
            let text = try String(contentsOf: file, encoding: .utf8)
            for broken in [
                text.replacing("api_key", with: "apikey"), String(text.dropLast(40)),
                text.replacing("sealed: \"", with: "sealed: \"A"),
            ] {
                try Data(broken.utf8).write(to: file)
                for arguments in [
                    ["vault", "get", "turkeysms"], ["vault", "check"], ["vault", "seal", "--accept"], ["vault", "edit"],
                ] {
                    let result = try await program.run(arguments)
                    #expect(result.status == 2)
                    Self.search(Data((result.output + result.error).utf8), arguments.joined(separator: " "))
                    #expect(try String(contentsOf: file, encoding: .utf8) == broken)
                }
            }
        }
    }
}
