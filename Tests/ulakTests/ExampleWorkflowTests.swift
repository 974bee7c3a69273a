import Foundation
import Hummingbird
import Sandbox
import Testing
import Values

/// Every file of `workflows/` runs against the sandbox, and the sandbox received what it should.
@Suite("The example workflows")
struct ExampleWorkflowTests {
    struct Example: CustomTestStringConvertible, Sendable {
        let workflow: String
        var arguments: [String] = []
        /// What lies in the folder that it runs in, by path, from this folder of examples.
        var files: [String: String] = [:]
        var status: Int32 = 0
        /// `provider recipient: text` of each message.
        var messages: [String]
        /// Steps and how they ended.
        var steps: [String: String]
        var testDescription: String { workflow }
    }

    static let folder = Program.repository.appending(path: "workflows").path

    static let examples: [Example] = [
        Example(
            workflow: "order-shipped", arguments: ["--event", "\(folder)/order-shipped.event.json"],
            messages: [
                "iletimerkezi 905550000001: Sayın Ayşe Yılmaz, TR-20417 numaralı siparişiniz kargoya verildi. "
                    + "Takip: https://kargo.example/t/8842"
            ], steps: ["credit": "succeeded", "notify": "succeeded", "fallback": "skipped"]),
        Example(
            workflow: "otp-login", arguments: ["--input", "phone=+90 555 000 00 02"],
            messages: ["turkeysms 905550000002: Giriş kodunuz: CODE. Kimseyle paylaşmayın."], steps: ["code": "succeeded"]),
        Example(
            workflow: "appointment-reminders", arguments: ["--input-file", "\(folder)/appointment-reminders.inputs.json"],
            messages: [
                "iletimerkezi 905550000011: Sayın Ayşe Yılmaz, 31.01.2030 09:00 randevunuzu hatırlatırız. Gülümse Diş Kliniği",
                "iletimerkezi 905550000012: Sayın Mehmet Demir, 31.01.2030 09:30 randevunuzu hatırlatırız. Gülümse Diş Kliniği",
                "iletimerkezi 905550000014: Sayın Ali Çelik, 31.01.2030 11:00 randevunuzu hatırlatırız. Gülümse Diş Kliniği",
            ], steps: ["confirmed": "succeeded", "remind": "succeeded", "summary": "succeeded"]),
        Example(
            workflow: "low-balance-alert", arguments: ["--input", "limit=501"],
            messages: [
                "iletimerkezi 905550000009: TurkeySMS bakiyesi azaldı: 500 SMS kaldı.",
                "turkeysms 905550000009: iletiMerkezi bakiyesi azaldı: 500 SMS kaldı.",
            ],
            steps: [
                "turkeysms": "succeeded", "iletimerkezi": "succeeded", "warn_turkeysms": "succeeded",
                "warn_iletimerkezi": "succeeded",
            ]),
        Example(
            workflow: "opt-out", arguments: ["--input", "phone=05550000003"], messages: [],
            steps: ["turkeysms": "succeeded", "iletimerkezi": "succeeded", "done": "succeeded"]),
        Example(
            workflow: "new-contact", arguments: ["--input", "name=Elif", "--input", "phone=5550000004"],
            messages: [
                "iletimerkezi 905550000004: Aramıza hoş geldiniz Elif! İlk alışverişinizde %10 indirim sizi bekliyor."
            ], steps: ["add": "succeeded", "welcome": "succeeded"]),
        Example(
            workflow: "any-provider", arguments: ["--input", "phone=5550000006", "--input", "text=Merhaba"],
            messages: ["turkeysms 905550000006: Merhaba"], steps: ["notify": "succeeded", "written": "succeeded"]),
        Example(
            workflow: "otp-any-provider", arguments: ["--input", "phone=5550000007"],
            messages: ["iletimerkezi 905550000007: Giriş kodunuz: CODE. Kimseyle paylaşmayın."], steps: ["code": "succeeded"]),
        Example(
            workflow: "otp-check", arguments: ["--input", "phone=5550000008", "--input", "code=123456"], status: 1,
            messages: [], steps: ["check": "succeeded", "refuse": "failed"]),
        Example(
            workflow: "provider-failover", arguments: ["--input", "phone=5550000005", "--input", "text=Merhaba"],
            messages: ["turkeysms 905550000005: Merhaba"],
            steps: ["first": "succeeded", "second": "skipped", "sent_by": "succeeded"]),
        Example(
            workflow: "price-check", arguments: ["--input", "url=PRICES"],
            messages: ["turkeysms 905550000008: Fiyat düştü: KUPA-01 119.5 TL"],
            steps: ["prices": "succeeded", "cheap": "succeeded", "tell": "succeeded"]),
        Example(
            workflow: "bulk-announcement",
            arguments: ["--input", #"numbers=["5550000006", "5550000007", "5550000006"]"#, "--input", "text=Duyuru"],
            messages: ["iletimerkezi 905550000006: Duyuru", "iletimerkezi 905550000007: Duyuru"],
            steps: ["unique": "succeeded", "announce": "succeeded"]),
        Example(
            workflow: "csv-reminders", arguments: ["--event", "\(folder)/csv-reminders.event.json"],
            files: ["inbox/ocak faturaları.csv": "csv-reminders.csv"],
            messages: [
                "turkeysms 905550000021: Sayın Yılmaz, Ayşe, 149,90 TL tutarındaki faturanızı hatırlatırız.",
                "turkeysms 905550000022: Sayın Şahin Ltd., 1.205,00 TL tutarındaki faturanızı hatırlatırız.",
            ], steps: ["customers": "succeeded", "remind": "succeeded", "report": "succeeded"]),
    ]

    @Test("each one does what it says", arguments: examples)
    func example(_ example: Example) async throws {
        try await withPriceList { prices in
            try await Program.withSandboxedProgram { program, sandbox, _ in
                for (path, source) in example.files {
                    let file = program.folder.appending(path: path)
                    try FileManager.default.createDirectory(
                        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                    try FileManager.default.copyItem(atPath: "\(Self.folder)/\(source)", toPath: file.path)
                }
                let arguments = example.arguments.map { $0.replacing("PRICES", with: prices) }
                let result = try await program.run(
                    ["run", "\(Self.folder)/\(example.workflow).yaml", "--json"] + arguments)
                #expect(result.status == example.status, "\(result.error)")
                let run = try Value(json: result.output)
                var steps: [String: String] = [:]
                for step in run["steps"]?.listValue ?? [] {
                    steps[step["id"]?.stringValue ?? ""] = step["status"]?.stringValue
                }
                #expect(steps == example.steps)
                let messages = await sandbox.inbox().map { message in
                    let text =
                        message.kind == .otp || example.workflow.hasPrefix("otp")
                        ? message.text.replacing(/\d{6}/, with: "CODE") : message.text
                    return "\(message.provider.rawValue) \(message.recipient): \(text)"
                }
                #expect(messages.sorted() == example.messages.sorted())
            }
        }
    }

    @Test("there is an example run for every file")
    func everyFile() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter { $0.hasSuffix(".yaml") }
        #expect(files.count >= 8)
        #expect(Set(files.map { String($0.dropLast(5)) }) == Set(Self.examples.map(\.workflow)))
    }

    @Test("the second provider sends when the first one refuses, and the run has succeeded")
    func failover() async throws {
        var configuration = SandboxConfiguration.forTests
        configuration.turkeySMS.mainBalance = 0
        try await Program.withSandboxedProgram(configuration) { program, sandbox, _ in
            let result = try await program.run(
                "run", "\(Self.folder)/provider-failover.yaml", "--input", "phone=5550000005", "--input", "text=Merhaba")
            #expect(result.status == 0)
            #expect(
                result.steadyError == """
                    provider-failover  run RUN
                    ✗ first    turkeysms.send_sms     N ms  TS-1027: not enough balance (the provider says: Insufficient balance.)
                    ✓ second   iletimerkezi.send_sms  N ms  message_id 800000001, duplicate false
                    ✓ sent_by  set                    N ms  provider iletimerkezi
                    succeeded in N ms

                    """)
            #expect(await sandbox.inbox().map(\.provider) == [.iletiMerkezi])
        }
    }

    @Test("a step with two providers goes on to the second after a sure failure, and stays with the first after a doubt")
    func via() async throws {
        var configuration = SandboxConfiguration.forTests
        configuration.turkeySMS.mainBalance = 0
        try await Program.withSandboxedProgram(configuration) { program, sandbox, _ in
            let result = try await program.run(
                "run", "\(Self.folder)/any-provider.yaml", "--input", "phone=5550000006", "--input", "text=Merhaba")
            #expect(result.status == 0)
            #expect(await sandbox.inbox().map(\.provider) == [.iletiMerkezi])
            let page = try await program.run("runs", "show", "last")
            #expect(page.output.contains("attempt 1 through turkeysms"))
            #expect(page.output.contains("attempt 2 through iletimerkezi"))
            #expect(page.output.contains(#""provider":"iletimerkezi""#))
        }
        try await Program.withSandboxedProgram { program, sandbox, _ in
            // This number breaks the connection after the message was taken.
            let result = try await program.run(
                "run", "\(Self.folder)/any-provider.yaml", "--input", "phone=905550009108", "--input", "text=Merhaba")
            #expect(await sandbox.inbox().map(\.provider) == [.turkeySMS], "\(result.steadyError)")
        }
    }

    /// Serves a price list for as long as the body runs.
    private func withPriceList(_ body: @Sendable (String) async throws -> Void) async throws {
        let router = Router()
        router.get("/list.json") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: .init(
                    byteBuffer: ByteBuffer(
                        string:
                            #"{"articles": [{"sku": "KUPA-01", "price": 119.5}, {"sku": "CAY-500", "price": 205}, {"sku": "X", "price": 1}]}"#
                    )))
        }
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in continuation.yield(channel.localAddress?.port ?? 0) })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            for await port in ports {
                try await body("http://127.0.0.1:\(port)/list.json")
                break
            }
            group.cancelAll()
            while let ended = await group.nextResult() { _ = ended }
        }
    }
}
