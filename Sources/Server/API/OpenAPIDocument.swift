import Values
import WorkflowModel

/// The description of the API as OpenAPI 3.1, written from the routes themselves.
struct OpenAPIDocument: Sendable {
    let routes: [APIRoute]

    private static let tags = [
        ("workflows", "Workflows and their state."), ("runs", "Runs and what can be asked of them."),
        ("sends", "The ledger of messages, and those of which nobody knows."), ("events", "What happens, as it happens."),
        ("nodes", "What workflows can use."), ("server", "The server itself."),
    ]

    var json: Value {
        var paths = ValueObject()
        for route in routes {
            var item = paths[route.path.description]?.objectValue ?? [:]
            item.set(route.method.rawValue.lowercased(), to: operation(route))
            paths.set(route.path.description, to: .object(item))
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Ulak", "version": "1", "description": "Runs workflows; sends nothing twice and loses nothing.",
            ],
            "servers": [["url": "/"]],
            "tags": .list(Self.tags.map { ["name": .string($0.0), "description": .string($0.1)] }),
            "security": [["token": []]],
            "paths": .object(paths),
            "components": [
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
                "schemas": .object(ValueObject(APISchemas.components.map { ($0.name, $0.schema) })),
            ],
        ]
    }

    private func operation(_ route: APIRoute) -> Value {
        var operation: ValueObject = [
            "operationId": .string(route.id), "tags": [.string(route.tag)], "summary": .string(route.summary),
        ]
        if case .open = route.access { operation.set("security", to: []) }
        if !route.parameters.isEmpty {
            operation.set(
                "parameters",
                to: .list(
                    route.parameters.map { parameter in
                        [
                            "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
                            "required": .bool(parameter.place == .path), "description": .string(parameter.help),
                            "schema": parameter.schema,
                        ]
                    }))
        }
        if let body = route.body {
            operation.set(
                "requestBody",
                to: ["required": .bool(route.isBodyRequired), "content": ["application/json": ["schema": body]]])
        }
        var responses = route.responses
        if case .token = route.access {
            responses.append(.problem(401, "The token is missing or not accepted."))
            responses.append(.problem(403, "Without a token, the caller is not on this machine."))
        }
        var members = ValueObject()
        for response in responses {
            var entry: ValueObject = ["description": .string(response.help)]
            if let schema = response.schema {
                entry.set("content", to: .object([response.type: ["schema": schema]]))
            }
            members.set(String(response.status), to: .object(entry))
        }
        operation.set("responses", to: .object(members))
        return .object(operation)
    }
}
