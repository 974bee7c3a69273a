import AsyncHTTPClient
import Foundation
import NIOCore
import Testing
import Values

/// A running `ulak serve`, and calls to it.
final class RunningDaemon: Sendable {
    struct Answer {
        let status: UInt
        let body: Value
        let headers: [String: String]
    }

    let port: Int
    private let process: Process
    private let log: URL
    private let ends: AsyncStream<Int32>

    /// Starts the program in its folder and returns once it listens.
    init(_ program: Program, _ arguments: [String] = []) async throws {
        let name = UUID().uuidString
        let portFile = program.folder.appending(path: ".port-\(name)")
        log = program.folder.appending(path: ".log-\(name)")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = Program.executable
        process.arguments = ["serve", "--port", "0", "--port-file", portFile.path] + arguments
        process.currentDirectoryURL = program.folder
        process.environment = program.environment.merging(["NO_COLOR": "1"]) { own, _ in own }
        process.standardError = try FileHandle(forWritingTo: log)
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let (ends, ended) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            ended.yield(process.terminationStatus)
            ended.finish()
        }
        try process.run()
        self.process = process
        self.ends = ends
        var port: Int?
        while port == nil, process.isRunning {
            port = (try? String(contentsOf: portFile, encoding: .utf8)).flatMap {
                Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
            }
            if port == nil { try await ContinuousClock().sleep(for: .milliseconds(10)) }
        }
        guard let port else {
            throw DaemonDidNotStart(log: (try? String(contentsOf: log, encoding: .utf8)) ?? "")
        }
        self.port = port
    }

    struct DaemonDidNotStart: Error {
        let log: String
    }

    /// What it has written to standard error so far.
    var text: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    var processID: Int32 { process.processIdentifier }

    /// How much memory it has, in MiB.
    var residentMiB: Double {
        let text = (try? String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(separator: " ").dropLast().last.flatMap { Double($0) } ?? 0) / 1024
    }

    var descriptorCount: Int { ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(processID)/fd")) ?? []).count }

    /// Sends a signal and waits for the end.
    func end(_ signal: Int32 = SIGTERM) async -> Int32 {
        kill(process.processIdentifier, signal)
        for await status in ends { return status }
        return -1
    }

    func post(_ path: String, _ body: String, headers: [(String, String)] = []) async throws -> Answer {
        try await call("POST", path, body, headers: [("content-type", "application/json")] + headers)
    }

    func get(_ path: String) async throws -> Answer { try await call("GET", path, nil, headers: []) }

    private func call(_ method: String, _ path: String, _ body: String?, headers: [(String, String)]) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 16 << 20)
        let value = (try? Value(json: String(buffer: bytes))) ?? .string(String(buffer: bytes))
        return Answer(
            status: response.status.code, body: value,
            headers: Dictionary(
                response.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first }))
    }

    /// Looks again and again until the answer of a path is as wanted; fails when it does not become so.
    func eventually(
        _ path: String, _ comment: Comment, seconds: Int = 30, location: SourceLocation = #_sourceLocation,
        _ isWanted: (Value) -> Bool
    ) async throws {
        let clock = ContinuousClock(), deadline = clock.now + .seconds(seconds)
        var last: Value = .null
        while clock.now < deadline {
            last = try await get(path).body
            if isWanted(last) { return }
            try await clock.sleep(for: .milliseconds(20))
        }
        Issue.record("\(comment): \(last.jsonText()) \(text)", sourceLocation: location)
    }
}
