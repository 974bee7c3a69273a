import Hummingbird
import Values
import WorkflowModel

/// One operation of the API: what it is called with, what it answers, and who answers. The server is registered and the OpenAPI document is
/// written from the same values.
struct APIRoute: Sendable {
    enum Access: Sendable {
        case open
        case token
    }

    let method: HTTPRequest.Method
    let path: PathPattern
    /// The `operationId`.
    let id: String
    let tag: String
    let summary: String
    var access: Access = .token
    var parameters: [APIParameter] = []
    /// The schema of the request's JSON body.
    var body: Value?
    var isBodyRequired = false
    let responses: [APIResponse]
    let handler: @Sendable (APICall) async throws(Problem) -> Response
}

/// One parameter of an operation, beside the body.
struct APIParameter: Sendable {
    enum Place: String, Sendable {
        case path, query, header
    }

    let name: String
    let place: Place
    let schema: Value
    let help: String

    static func path(_ name: String, _ help: String) -> APIParameter {
        APIParameter(name: name, place: .path, schema: Schema.text, help: help)
    }

    static func query(_ name: String, _ schema: Value, _ help: String) -> APIParameter {
        APIParameter(name: name, place: .query, schema: schema, help: help)
    }
}

/// One answer of an operation.
struct APIResponse: Sendable {
    let status: Int
    let help: String
    var type = "application/json"
    var schema: Value?

    static func json(_ status: Int, _ help: String, _ schema: Value) -> APIResponse {
        APIResponse(status: status, help: help, schema: schema)
    }

    static func problem(_ status: Int, _ help: String) -> APIResponse {
        APIResponse(status: status, help: help, type: "application/problem+json", schema: Schema.reference("Problem"))
    }
}

/// One request of an operation.
struct APICall: Sendable {
    let request: Request
    let places: ValueObject
    let query: [(name: String, value: String)]
    /// Null without a body.
    let body: Value

    func place(_ name: String) -> String { places[name]?.stringValue ?? "" }

    func query(_ name: String) -> String? { query.last { $0.name == name }?.value }
}

/// Pieces of JSON Schema (2020-12, which OpenAPI 3.1 takes as it is).
typealias Schema = JSONSchema

extension JSONSchema {
    static let time: Value = ["type": "string", "format": "date-time"]

    static func orNull(_ schema: Value) -> Value { ["anyOf": .list([schema, ["type": "null"]])] }

    static func reference(_ name: String) -> Value { ["$ref": .string("#/components/schemas/\(name)")] }
}
