import Hummingbird
import Logging
import RunEngine
import Telemetry
import Values
import WorkflowModel

/// Answers what belongs to the server itself: the API, health, metrics and the page.
struct APIResponder: Sendable {
    let configuration: ServerConfiguration
    let parts: ServerParts
    let state: ServerState
    let logger: Logger
    private let tree: PathTree<APIRoute>

    init(configuration: ServerConfiguration, parts: ServerParts, state: ServerState, logger: Logger) {
        self.configuration = configuration
        self.parts = parts
        self.state = state
        self.logger = logger
        var tree = PathTree<APIRoute>()
        let operations = APIOperations(configuration: configuration, parts: parts, state: state)
        for route in operations.routes { tree.insert(route, at: route.path, method: route.method.rawValue) }
        self.tree = tree
    }

    /// Whether a path is the server's own.
    func owns(_ path: RequestPath) -> Bool {
        guard let first = path.parts.first else { return true }
        return first == "api" || ["healthz", "readyz", "metrics"].contains(first) && path.parts.count == 1
    }

    func answer(_ request: Request, _ path: RequestPath) async throws(Problem) -> Response {
        let method = request.method == .head ? "GET" : request.method.rawValue
        switch tree.match(path.parts, method: method) {
        case .nothing:
            throw Problem(.notFound, "not_found", "there is nothing at this path; `/api/v1/openapi.json` says what there is")
        case .otherMethods(let methods):
            let all = methods + (methods.contains("GET") ? ["HEAD"] : []) + ["OPTIONS"]
            let allowed = all.joined(separator: ", ")
            if request.method == .options { return Response(status: .noContent, headers: [.allow: allowed]) }
            throw Problem(
                .methodNotAllowed, "method_not_allowed", "this path takes \(methods.joined(separator: ", ")), not \(method)",
                headers: [.allow: allowed])
        case .found(let route, let places):
            try APIAccess(token: configuration.token).check(request, route.access)
            var values = ValueObject()
            for (part, value) in zip(route.path.parts.filter { if case .place = $0 { true } else { false } }, places) {
                if case .place(let name) = part { values.set(name, to: .string(value)) }
            }
            for (name, _) in path.query where !route.parameters.contains(where: { $0.place == .query && $0.name == name }) {
                let known = route.parameters.filter { $0.place == .query }.map { "`\($0.name)`" }
                throw Problem(
                    .badRequest, "parameter_unknown",
                    "there is no parameter `\(name)`, "
                        + (known.isEmpty ? "this operation has none" : "expected \(known.joined(separator: ", "))"))
            }
            let call = APICall(request: request, places: values, query: path.query, body: try await body(of: request, route))
            return try await route.handler(call)
        }
    }

    private func body(of request: Request, _ route: APIRoute) async throws(Problem) -> Value {
        guard route.body != nil else { return .null }
        let bytes = try await request.collect(upTo: configuration.maximumBodyBytes)
        guard !bytes.isEmpty else {
            guard !route.isBodyRequired else { throw Problem(.badRequest, "body_missing", "this operation needs a JSON body") }
            return .null
        }
        let (type, _) = WebhookBody.parse(request.headers[.contentType] ?? "application/json")
        guard type == "application/json" || type.hasSuffix("+json") else {
            throw Problem(.unsupportedMediaType, "body_type", "`\(type)` is not taken; send application/json")
        }
        do throws(JSONError) {
            return try JSONReader().read(bytes)
        } catch {
            throw Problem(
                .badRequest, "body_not_json", "the body is not JSON: \(error)",
                members: [
                    "offset": .int(Int64(error.offset)), "line": .int(Int64(error.line)), "column": .int(Int64(error.column)),
                ])
        }
    }
}
