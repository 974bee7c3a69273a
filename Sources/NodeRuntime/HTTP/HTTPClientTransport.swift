import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix

/// HTTP over the network.
public final class HTTPClientTransport: HTTPTransport {
    private let client: HTTPClient
    private let largestAnswer: Int

    /// - Parameter largestAnswer: bytes of an answer's body; more is not read.
    public init(largestAnswer: Int = 4 << 20, connectTimeout: Duration = .seconds(5)) {
        var configuration = HTTPClient.Configuration()
        // A key must never follow a redirect to another host.
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .milliseconds(connectTimeout.components.seconds * 1000)
        configuration.connectionPool.idleTimeout = .seconds(10)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        // A refused connection is an answer: the engine decides when to try again, not the pool.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        self.largestAnswer = largestAnswer
    }

    /// Closes all connections. No request may follow.
    public func shutdown() async throws {
        try await client.shutdown()
    }

    public func send(_ request: HTTPRequest, timeout: Duration) async -> Exchange {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method)
        for header in request.headers { outgoing.headers.add(name: header.name, value: header.value) }
        if !request.body.isEmpty { outgoing.body = .bytes(request.body) }
        let deadline = NIODeadline.now() + .nanoseconds(timeout.nanoseconds)
        var status: Int?
        do {
            let response = try await client.execute(outgoing, deadline: deadline)
            status = Int(response.status.code)
            let body = try await response.body.collect(upTo: largestAnswer)
            return .answered(
                HTTPResponse(
                    status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
                    body: Array(body.readableBytesView)))
        } catch is NIOTooManyBytesError {
            return .tooLarge(status: status ?? 0, limit: largestAnswer)
        } catch {
            return Self.exchange(for: error, timeout: timeout)
        }
    }

    private static func exchange(for error: any Error, timeout: Duration) -> Exchange {
        let seconds = timeout.components.seconds
        switch error {
        case let error as HTTPClientError:
            switch error {
            case .connectTimeout, .tlsHandshakeTimeout, .socksHandshakeTimeout, .httpProxyHandshakeTimeout:
                return .notSent(message: "no connection in time")
            case .getConnectionFromPoolTimeout: return .notSent(message: "no free connection in time")
            case .invalidURL, .emptyHost, .missingSocketPath, .alreadyShutdown, .emptyScheme:
                return .notSent(message: "the request is not valid: \(error.shortDescription)")
            case .deadlineExceeded, .readTimeout, .writeTimeout:
                return .timedOut(message: "no answer within \(seconds) s")
            case .cancelled: return .timedOut(message: "the attempt was ended before an answer came")
            case .remoteConnectionClosed:
                return .broken(message: "the other side closed the connection before its answer was whole")
            default:
                if error.shortDescription.hasPrefix("Unsupported scheme") {
                    return .notSent(message: "the address must begin with http or https")
                }
                if error.shortDescription.contains("header field") {
                    return .notSent(message: "the request is not valid: a header has characters that are not allowed")
                }
                return .broken(message: "the connection broke: \(error.shortDescription)")
            }
        case let error as NIOConnectionError:
            let reason = error.connectionErrors.first.map { describe($0.error) }
            let lookup = error.dnsAError ?? error.dnsAAAAError
            return .notSent(
                message: reason.map { "cannot connect to \(error.host):\(error.port): \($0)" }
                    ?? "cannot find the host \(error.host)" + (lookup.map { ": \(describe($0))" } ?? ""))
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            return .notSent(message: "the connection was refused")
        case let error as HTTPParserError where error == .invalidEOFState:
            return .broken(message: "the other side closed the connection before its answer was whole")
        case is CancellationError:
            return .timedOut(message: "the attempt was ended before an answer came")
        default:
            return .broken(message: "the connection broke: \(describe(error))")
        }
    }

    private static func describe(_ error: any Error) -> String {
        if let error = error as? IOError {
            switch error.errnoCode {
            case ECONNREFUSED: return "connection refused"
            case ECONNRESET: return "connection reset"
            case EHOSTUNREACH: return "host unreachable"
            case ENETUNREACH: return "network unreachable"
            default: return "input/output error \(error.errnoCode)"
            }
        }
        return String(describing: error)
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max / 4 : min(product + attoseconds / 1_000_000_000, .max / 4)
    }
}
