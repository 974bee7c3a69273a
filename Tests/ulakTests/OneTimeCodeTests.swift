import Foundation
import Sandbox
import Testing

/// The example workflows for one-time codes, over real HTTP, with the journal looked through afterwards.
@Suite("One-time codes")
struct OneTimeCodeTests {
    static let folder = Program.repository.appending(path: "workflows").path

    private static func send(_ program: Program, to phone: String = "905550000041") async throws -> Int32 {
        try await program.run("run", "\(folder)/otp-any-provider.yaml", "--input", "phone=\(phone)").status
    }

    private static func check(_ program: Program, _ code: String) async throws -> (isGood: Bool, text: String) {
        let result = try await program.run(
            "run", "\(folder)/otp-check.yaml", "--input", "phone=905550000041", "--input", "code=\(code)")
        return (result.status == 0, result.error)
    }

    private static func code(in text: String?) throws -> String {
        String(try #require(text?.firstMatch(of: /[0-9]{6}/)).output)
    }

    @Test("a code is good once, for the number that it went to, and stands nowhere in the journal")
    func good() async throws {
        try await Program.withSandboxedProgram(.forTests) { program, sandbox, _ in
            let status = try await Self.send(program)
            #expect(status == 0)
            let message = try #require(await sandbox.inbox().first)
            #expect(message.provider == .iletiMerkezi)
            let code = try Self.code(in: message.text)
            let files = try FileManager.default.subpathsOfDirectory(atPath: program.folder.path).filter { $0.contains("sqlite") }
            let bytes = files.compactMap { FileManager.default.contents(atPath: program.folder.appending(path: $0).path) }
            #expect(bytes.contains { $0.range(of: Data("kodunuz: {code}".utf8)) != nil })
            #expect(!bytes.contains { $0.range(of: Data("kodunuz: \(code)".utf8)) != nil })
            #expect(try await Self.check(program, code).isGood)
            let again = try await Self.check(program, code)
            #expect(!again.isGood && again.text.contains("not good: none"))
        }
    }

    @Test("after three wrong guesses the right one is too late")
    func guesses() async throws {
        try await Program.withSandboxedProgram(.forTests) { program, sandbox, _ in
            let status = try await Self.send(program)
            #expect(status == 0)
            let code = try Self.code(in: await sandbox.inbox().first?.text)
            let wrong = code == "000000" ? "111111" : "000000"
            #expect(try await Self.check(program, wrong).text.contains("not good: wrong"))
            #expect(try await Self.check(program, wrong).text.contains("not good: wrong"))
            #expect(try await Self.check(program, wrong).text.contains("not good: used_up"))
            #expect(try await Self.check(program, code).text.contains("not good: used_up"))
        }
    }

    @Test("the sixth code within an hour is refused before anything is sent")
    func limit() async throws {
        try await Program.withSandboxedProgram(.forTests) { program, sandbox, _ in
            for _ in 0..<5 { #expect(try await Self.send(program) == 0) }
            let refused = try await program.run("run", "\(Self.folder)/otp-any-provider.yaml", "--input", "phone=905550000041")
            #expect(refused.status == 1)
            #expect(refused.error.contains("otp_limit"))
            #expect(await sandbox.inbox().count == 5)
            #expect(try await Self.send(program, to: "905550000042") == 0)
        }
    }

    @Test("the second provider gets a code of its own when the first surely did not send, and the last code is the good one")
    func failover() async throws {
        var configuration = SandboxConfiguration.forTests
        configuration.iletiMerkezi.credits = 0
        try await Program.withSandboxedProgram(configuration) { program, sandbox, _ in
            let status = try await Self.send(program)
            #expect(status == 0)
            let messages = await sandbox.inbox()
            #expect(messages.map(\.provider) == [.turkeySMS])
            #expect(try await Self.check(program, Self.code(in: messages.first?.text)).isGood)
        }
    }
}
