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
    private let background: BackgroundProgram

    /// Starts the program in its folder and returns once it listens.
    ///
    /// - Parameter wait: after that time it is killed, whether it listens or not.
    init(_ program: Program, _ arguments: [String] = [], killedAfter wait: Duration? = nil) async throws {
        let portFile = program.folder.appending(path: ".port-\(UUID().uuidString)")
        let background = try BackgroundProgram(program, ["serve", "--port", "0", "--port-file", portFile.path] + arguments)
        self.background = background
        if let wait {
            Task {
                try? await ContinuousClock().sleep(for: wait)
                background.send(SIGKILL)
            }
        }
        var port: Int?
        while port == nil, background.isRunning {
            port = (try? String(contentsOf: portFile, encoding: .utf8)).flatMap {
                Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
            }
            if port == nil { try await ContinuousClock().sleep(for: .milliseconds(10)) }
        }
        guard let port else {
            let ending = await background.ending()
            throw DaemonDidNotStart(wasKilled: ending.wasKilled, log: background.text)
        }
        self.port = port
    }

    struct DaemonDidNotStart: Error {
        let wasKilled: Bool
        let log: String
    }

    /// What it has written to standard error so far.
    var text: String { background.text }

    var processID: Int32 { background.processID }
    var isRunning: Bool { background.isRunning }

    /// How much memory it has, in MiB.
    var residentMiB: Double {
        let text = (try? String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        return (line?.split(separator: " ").dropLast().last.flatMap { Double($0) } ?? 0) / 1024
    }

    var descriptorCount: Int { ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(processID)/fd")) ?? []).count }

    /// Sends a signal and waits for the end.
    func end(_ signal: Int32 = SIGTERM) async -> Int32 {
        background.send(signal)
        return await background.ending().status
    }

    /// Waits for the end.
    func ending() async -> BackgroundProgram.Ending { await background.ending() }

    func post(_ path: String, _ body: String, headers: [(String, String)] = []) async throws -> Answer {
        try await call("POST", path, body, headers: [("content-type", "application/json")] + headers)
    }

    func get(_ path: String) async throws -> Answer { try await call("GET", path, nil, headers: []) }

    private func call(_ method: String, _ path: String, _ body: String?, headers: [(String, String)]) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 16 << 20)
        let value = (try? Value(json: String(buffer: bytes))) ?? .string(String(buffer: bytes))
        return Answer(
            status: response.status.code, body: value,
            headers: Dictionary(
                response.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first }))
    }

    /// Looks again and again until the answer of a path is as wanted; fails when it does not become so.
    func eventually(
        _ path: String, _ comment: Comment, seconds: Int = 120, location: SourceLocation = #_sourceLocation,
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

    /// Waits until it has written that to standard error, which comes another way than its answers; fails when it does not.
    func untilText(_ wanted: String, location: SourceLocation = #_sourceLocation) async throws {
        let clock = ContinuousClock(), deadline = clock.now + .seconds(120)
        while clock.now < deadline {
            if text.contains(wanted) { return }
            try await clock.sleep(for: .milliseconds(20))
        }
        Issue.record("`\(wanted)` does not come: \(text)", sourceLocation: location)
    }

    /// Waits until no run can go on: each has ended or waits for a person. All states are read at one moment, since a run goes back
    /// and forth between them.
    func untilNothingIsOpen(seconds: Int, location: SourceLocation = #_sourceLocation) async throws {
        try await eventually("/metrics", "no run is open", seconds: seconds, location: location) { metrics in
            ["queued", "running", "waiting"].allSatisfy { state in
                metrics.stringValue?.contains("ulak_runs_active{state=\"\(state)\"} 0\n") == true
            }
        }
    }
}

extension Program {
    /// Runs `ulak serve` for as long as the body runs, and gives what it wrote to standard error.
    ///
    /// - Parameter body: gets the address, such as `http://127.0.0.1:40123`.
    func serving(_ body: (String) async throws -> Void) async throws -> String {
        let daemon = try await RunningDaemon(self)
        try await body("http://127.0.0.1:\(daemon.port)")
        _ = await daemon.end()
        return daemon.text
    }
}
