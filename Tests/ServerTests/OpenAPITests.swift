import TestKit
import Testing
import Values

@testable import Server

@Suite("The OpenAPI document")
struct OpenAPITests {
    static func document(_ client: ServerClient) async throws -> Value {
        try await client.get("/api/v1/openapi.json").json
    }

    @Test("it has what OpenAPI 3.1 asks for, and every reference leads somewhere")
    func structure() async throws {
        try await withServer { client in
            let document = try await Self.document(client)
            #expect(document["openapi"] == "3.1.0")
            #expect(document["info"]?["title"]?.stringValue?.isEmpty == false)
            #expect(document["info"]?["version"]?.stringValue?.isEmpty == false)
            var ids: Set<String> = []
            var count = 0
            for (path, item) in try #require(document["paths"]?.objectValue) {
                #expect(path.hasPrefix("/"))
                let places = path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
                for (method, operation) in try #require(item.objectValue) {
                    count += 1
                    #expect(["get", "post", "put", "patch", "delete"].contains(method))
                    let id = try #require(operation["operationId"]?.stringValue)
                    #expect(ids.insert(id).inserted, "\(id) is there twice")
                    let parameters = operation["parameters"]?.listValue ?? []
                    let inPath = parameters.filter { $0["in"] == "path" }
                    #expect(inPath.compactMap { $0["name"]?.stringValue }.sorted() == places.sorted(), "\(id)")
                    #expect(inPath.allSatisfy { $0["required"] == true }, "\(id)")
                    #expect(parameters.allSatisfy { $0["schema"] != nil && $0["name"] != nil }, "\(id)")
                    let responses = try #require(operation["responses"]?.objectValue)
                    #expect(responses.keys.contains { $0.hasPrefix("2") }, "\(id)")
                    for (status, response) in responses {
                        #expect((100...599).contains(Int(status) ?? 0), "\(id)")
                        #expect(response["description"]?.stringValue?.isEmpty == false, "\(id) \(status)")
                    }
                }
            }
            #expect(count >= 18)
            Self.checkReferences(document, in: document)
        }
    }

    static func checkReferences(_ value: Value, in document: Value) {
        switch value {
        case .object(let members):
            if let reference = members["$ref"]?.stringValue {
                let name = String(reference.dropFirst("#/components/schemas/".count))
                #expect(document["components"]?["schemas"]?[name] != nil, "\(reference) leads nowhere")
            }
            for (_, member) in members { checkReferences(member, in: document) }
        case .list(let elements): for element in elements { checkReferences(element, in: document) }
        default: break
        }
    }

    @Test("every operation answers under its path, and answers only with what it declares")
    func operations() async throws {
        try await withServer([APITests.workflow]) { client in
            try await client.daemon.append([APITests.started("r1", client)], to: .init("r1"))
            let document = try await Self.document(client)
            for (path, item) in try #require(document["paths"]?.objectValue) where !path.hasSuffix("/events") {
                for (method, operation) in try #require(item.objectValue) {
                    let target = path.replacing("{run}", with: "r1").replacing("{workflow}", with: "orders").replacing(
                        "{node}", with: "log")
                    let body = method == "post" ? Array(#"{"step":"one","sent":true}"#.utf8) : []
                    let reply = try await client.send(
                        method.uppercased(), target, body, headers: body.isEmpty ? [] : [("Content-Type", "application/json")])
                    let declared = try #require(
                        operation["responses"]?[String(reply.status)], "\(method) \(path) gives \(reply.status)")
                    let types = declared["content"]?.objectValue?.keys ?? []
                    let type = reply.headers["content-type"].map { WebhookBody.parse($0).type }
                    #expect(types.contains(type ?? ""), "\(method) \(path) gives \(type ?? "nothing")")
                    guard let schema = declared["content"]?["application/json"]?["schema"] else { continue }
                    #expect(SchemaCheck(document).problems(reply.json, schema) == [], "\(method) \(path)")
                }
            }
        }
    }
}
