import Hummingbird
import Logging
import RunEngine
import WorkflowModel

/// Decides whether a request is for the server itself or for a workflow.
struct ServerResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let configuration: ServerConfiguration
    let state: ServerState
    private let api: APIResponder
    private let webhooks: WebhookResponder

    init(configuration: ServerConfiguration, parts: ServerParts, state: ServerState, logger: Logger) {
        self.configuration = configuration
        self.state = state
        api = APIResponder(configuration: configuration, parts: parts, state: state, logger: logger)
        webhooks = WebhookResponder(configuration: configuration, parts: parts, state: state, logger: logger)
    }

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        var response: Response
        do throws(Problem) {
            response = try await answer(request)
        } catch {
            response = error.response
        }
        if request.method == .head {
            response = Response(status: response.status, headers: response.headers, body: ResponseBody())
        }
        return response
    }

    private func answer(_ request: Request) async throws(Problem) -> Response {
        let size = request.headers.reduce(0) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count }
        guard size <= configuration.maximumHeaderBytes else {
            throw Problem(
                .requestHeaderFieldsTooLarge, "headers_too_large",
                "the headers have \(size) bytes, at most \(configuration.maximumHeaderBytes) are taken")
        }
        guard let path = RequestPath(request.head.path ?? "/") else {
            throw Problem(.badRequest, "path_malformed", "the path or the query is not percent-encoded UTF-8")
        }
        if api.owns(path) { return try await api.answer(request, path) }
        return try await webhooks.answer(request, path)
    }
}

extension Request {
    /// The whole body. Throws 413 as soon as it is clear that it is too large.
    func collect(upTo limit: Int) async throws(Problem) -> [UInt8] {
        let tooLarge = Problem(.contentTooLarge, "body_too_large", "the body is larger than \(limit) bytes")
        if let text = headers[.contentLength], let length = Int(text), length > limit { throw tooLarge }
        var bytes: [UInt8] = []
        var isTooLarge = false
        do {
            for try await buffer in body {
                isTooLarge = bytes.count + buffer.readableBytes > limit
                if isTooLarge { break }
                bytes += buffer.readableBytesView
            }
        } catch {
            throw Problem(.badRequest, "body_broken", "the body ended too early")
        }
        if isTooLarge { throw tooLarge }
        return bytes
    }
}
