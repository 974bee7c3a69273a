import Hummingbird
import NodeCatalog
import Values
import WorkflowModel

extension APIOperations {
    var nodeRoutes: [APIRoute] {
        [
            APIRoute(
                method: .get, path: .api("nodes"), id: "listNodes", tag: "nodes", summary: "Every node that a workflow can use.",
                responses: [
                    .json(
                        200, "The nodes by name.",
                        Schema.object([("nodes", Schema.list(Schema.reference("Node")))], required: ["nodes"]))
                ]
            ) { _ in
                Response(
                    .ok,
                    json: ["nodes": .list(parts.catalog.names.compactMap { parts.catalog.node($0)?.brief }.map(Value.object))])
            },
            APIRoute(
                method: .get, path: .api("nodes", "{node}"), id: "getNode", tag: "nodes",
                summary: "One node with its parameters and outputs.",
                parameters: [.path("node", "The full name, such as `turkeysms.send_sms`.")],
                responses: [.json(200, "The node.", Schema.reference("Node")), .problem(404, "There is no such node.")]
            ) { call throws(Problem) in
                guard let manifest = parts.catalog.node(NodeName(call.place("node"))) else {
                    throw Problem(.notFound, "no_such_node", "there is no node `\(call.place("node"))`")
                }
                return Response(.ok, json: manifest.full)
            },
        ]
    }
}

extension NodeManifest {
    fileprivate var brief: ValueObject {
        var object: ValueObject = [
            "node": .string(name.rawValue), "title": .string(title), "summary": .string(summary), "kind": .string(kind.rawValue),
        ]
        if let provider { object.set("provider", to: .string(provider.name)) }
        return object
    }

    fileprivate var full: Value {
        var object = brief
        if let parameters { object.set("parameters", to: .list(parameters.map(\.json))) }
        if case .declared(let outputs) = outputs {
            object.set(
                "outputs",
                to: .list(outputs.map { ["name": .string($0.name), "type": .string($0.type.name), "help": .string($0.help)] }))
        }
        if !credentialFields.isEmpty {
            object.set("credential", to: .list(credentialFields.map { ["name": .string($0.name), "help": .string($0.help)] }))
        }
        return .object(object)
    }
}

extension ParameterDeclaration {
    fileprivate var json: Value {
        var object: ValueObject = [
            "name": .string(name), "type": .string(type.name), "required": .bool(isRequired), "help": .string(help),
        ]
        if let defaultValue { object.set("default", to: defaultValue) }
        if !allowed.isEmpty { object.set("allowed", to: .list(allowed)) }
        if let example { object.set("example", to: example) }
        return .object(object)
    }
}
