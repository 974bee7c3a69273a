import AsyncHTTPClient
import Foundation

/// Posts reports over HTTP. Must be shut down.
struct CallbackPoster: Sendable {
    /// A report with everything that its request needs.
    struct Letter: Sendable {
        let id: String
        let url: String
        let headers: [(name: String, value: String)]
        let body: [UInt8]
        let timeout: TimeInterval
    }

    /// A status, or what happened in its place.
    struct Answer: Sendable {
        var status: Int?
        var problem: String?
    }

    private let client: HTTPClient

    init() {
        var configuration = HTTPClient.Configuration()
        // A redirect is no 2xx, and its target may not be on this machine.
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    func post(_ letter: Letter) async -> Answer {
        var request = HTTPClientRequest(url: letter.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        for header in letter.headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(letter.body)
        do {
            let response = try await client.execute(request, timeout: .milliseconds(Int64(letter.timeout * 1000)))
            return Answer(status: Int(response.status.code))
        } catch let error as HTTPClientError where error == .deadlineExceeded {
            return Answer(problem: "no answer within \(String(format: "%g", letter.timeout)) s")
        } catch let error as HTTPClientError {
            return Answer(problem: error.shortDescription)
        } catch {
            return Answer(problem: "no connection")
        }
    }

    func shutdown() async {
        try? await client.shutdown()
    }
}
