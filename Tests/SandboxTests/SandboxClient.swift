import AsyncHTTPClient
import Foundation
import Sandbox
import Synchronization
import Values

/// Speaks to a running sandbox over HTTP as an ordinary client would.
struct SandboxClient: Sendable {
    let baseURL: String

    struct Reply: Sendable {
        let status: Int
        /// Names in lower case.
        let headers: [String: String]
        let bytes: [UInt8]

        /// Null when the body is not JSON.
        let json: Value

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    func send(
        _ method: String, _ path: String, body: [UInt8] = [], headers: [(String, String)] = [], timeoutSeconds: Int64 = 60
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: baseURL + path)
        request.method = .init(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if !body.isEmpty { request.body = .bytes(body) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(timeoutSeconds))
        let buffer = try await response.body.collect(upTo: 64 << 20)
        var headers: [String: String] = [:]
        for header in response.headers { headers[header.name.lowercased()] = header.value }
        let bytes = Array(buffer.readableBytesView)
        return Reply(
            status: Int(response.status.code), headers: headers, bytes: bytes,
            json: (try? JSONReader().read(bytes)) ?? .null)
    }

    func post(_ path: String, _ body: Value, timeoutSeconds: Int64 = 60) async throws -> Reply {
        try await send(
            "POST", path, body: JSONWriter().write(body), headers: [("content-type", "application/json")],
            timeoutSeconds: timeoutSeconds)
    }

    /// A TurkeySMS call with the sandbox's key.
    func turkeySMS(_ path: String, _ fields: ValueObject = [:]) async throws -> Reply {
        var body: ValueObject = ["api_key": .string(TurkeySMSAccount.defaultAPIKey)]
        body.merge(fields)
        return try await post("/turkeysms" + path, .object(body))
    }

    /// An iletiMerkezi call with the sandbox's key and hash; the path is the name of the operation.
    func iletiMerkezi(_ operation: String, _ fields: ValueObject = [:]) async throws -> Reply {
        var request: ValueObject = [
            "authentication": [
                "key": .string(IletiMerkeziAccount.defaultKey), "hash": .string(IletiMerkeziAccount.defaultHash),
            ]
        ]
        request.merge(fields)
        return try await post("/iletimerkezi/v1/\(operation)/json", ["request": .object(request)])
    }
}

/// A clock that only moves when a test says so. The mutex guards the moment.
final class TestClock: Sendable {
    private let moment: Mutex<Date>

    /// 21 November 2026, 10:00:00 in Turkey, a Saturday.
    init(_ start: Date = Date(timeIntervalSince1970: 1_795_244_400)) {
        moment = Mutex(start)
    }

    func advance(_ seconds: TimeInterval) {
        moment.withLock { $0 += seconds }
    }

    var now: @Sendable () -> Date {
        { [self] in moment.withLock { $0 } }
    }
}

/// Runs a sandbox with a clock of its own and a client for it.
func withClient(
    _ configure: (inout SandboxConfiguration) -> Void = { _ in },
    _ body: (SandboxClient, Sandbox, TestClock) async throws -> Void
) async throws {
    let clock = TestClock()
    var configuration = SandboxConfiguration(seed: 7, now: clock.now)
    configure(&configuration)
    try await withSandbox(configuration) { sandbox, baseURL in
        try await body(SandboxClient(baseURL: baseURL), sandbox, clock)
    }
}
