import Foundation
import Sandbox
import Testing

/// Runs the built `ulak` as a process of its own, in a folder of its own.
struct Program {
    struct Result {
        let status: Int32
        let output: String
        let error: String

        /// Standard error with what differs between runs replaced: ids, durations and times.
        var steadyError: String { Program.steady(error) }
        var steadyOutput: String { Program.steady(output) }
    }

    /// The folder that the process runs in. Removed by `withProgram`.
    let folder: URL
    var environment: [String: String] = [:]

    /// The repository, seen from this file.
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static let binary = Bundle.main.executableURL!.deletingLastPathComponent().appending(path: "ulak")

    /// Looks for the binary beside the test bundle, whoever started it.
    static var executable: URL {
        let manager = FileManager.default
        if manager.isExecutableFile(atPath: binary.path) { return binary }
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent().appending(path: "ulak")
    }

    /// For programs that call it in their turn.
    static var executablePath: String { executable.path }

    static func withProgram<Value>(_ body: (Program) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ulak-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(Program(folder: folder))
    }

    /// The same with a sandbox, whose addresses and credentials the program finds in its environment.
    static func withSandboxedProgram<Value: Sendable>(
        _ configuration: SandboxConfiguration = .forTests, _ body: @Sendable (Program, Sandbox, String) async throws -> Value
    ) async throws -> Value {
        try await withProgram { program in
            try await withSandbox(configuration) { sandbox, baseURL in
                var program = program
                program.environment = [
                    "ULAK_PROVIDER_TURKEYSMS_URL": baseURL + SandboxConfiguration.turkeySMSPrefix,
                    "ULAK_PROVIDER_ILETIMERKEZI_URL": baseURL + SandboxConfiguration.iletiMerkeziPrefix,
                    "ULAK_CREDENTIAL_TURKEYSMS_API_KEY": TurkeySMSAccount.defaultAPIKey,
                    "ULAK_CREDENTIAL_ILETIMERKEZI_KEY": IletiMerkeziAccount.defaultKey,
                    "ULAK_CREDENTIAL_ILETIMERKEZI_HASH": IletiMerkeziAccount.defaultHash,
                ]
                return try await body(program, sandbox, baseURL)
            }
        }
    }

    func write(_ text: String, to path: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func run(_ arguments: String..., input: String? = nil) async throws -> Result {
        try await run(arguments, input: input)
    }

    func run(_ arguments: [String], input: String? = nil) async throws -> Result {
        try await run(executable: Self.executable.path, arguments, input: input)
    }

    /// Runs something else in the program's folder and environment.
    func run(executable: String, _ arguments: [String], input: String? = nil) async throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var environment = environment
        environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        environment["NO_COLOR"] = "1"
        process.environment = environment
        let name = UUID().uuidString
        let outputFile = FileManager.default.temporaryDirectory.appending(path: "\(name).out")
        let errorFile = FileManager.default.temporaryDirectory.appending(path: "\(name).err")
        let inputFile = FileManager.default.temporaryDirectory.appending(path: "\(name).in")
        defer { for file in [outputFile, errorFile, inputFile] { try? FileManager.default.removeItem(at: file) } }
        for file in [outputFile, errorFile] { try Data().write(to: file) }
        try Data((input ?? "").utf8).write(to: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        // A blocking wait would take a thread from the sandbox that the process talks to.
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return Result(
            status: status, output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self),
            error: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
    }

    /// Starts the program and sends it a signal as soon as its standard error has the text. Gives the status it ended with.
    func run(_ arguments: String..., untilErrorHas text: String, then signal: Int32) async throws -> Int32 {
        try await BackgroundProgram(self, arguments, signal: (text, signal)).ending().status
    }

    /// Runs the program and shows its standard error as it comes. Gives the status it ended with.
    func run(_ arguments: String..., onError look: @escaping @Sendable (String) -> Void) async throws -> Int32 {
        try await run(arguments) { _, seen in look(seen) }
    }

    /// Runs the program until its standard error has the text, then the body, and then ends it with a signal.
    func serving(
        _ arguments: String..., until text: String, then signal: Int32, _ body: (_ error: String) async throws -> Void
    ) async throws -> Int32 {
        var hasBegun = false
        return try await run(arguments) { background, seen in
            guard !hasBegun, seen.contains(text) else { return }
            hasBegun = true
            defer { background.send(signal) }
            try await body(seen)
        }
    }

    private func run(_ arguments: [String], _ look: (BackgroundProgram, String) async throws -> Void) async throws -> Int32 {
        let background = try BackgroundProgram(self, arguments)
        for await seen in background.texts { try await look(background, seen) }
        return await background.ending().status
    }

    static func steady(_ text: String) -> String {
        text.replacing(/\b[0-9a-hjkmnp-tv-z]{26}\b/, with: "RUN")
            .replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, with: "TIME")
            .replacing(/\b\d+(\.\d)? (µs|ms|s)\b/, with: "N ms")
    }
}

extension SandboxConfiguration {
    /// No limit a minute, which a test file would run into, and all letters kept.
    static var forTests: SandboxConfiguration {
        var configuration = SandboxConfiguration()
        configuration.turkeySMS.requestsPerMinute = nil
        configuration.iletiMerkezi.characterMode = .full
        return configuration
    }
}
