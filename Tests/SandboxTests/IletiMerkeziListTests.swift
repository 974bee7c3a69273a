import Testing
import Values

@testable import Sandbox

/// Access, senders, the blacklist, and the table of codes.
struct IletiMerkeziListTests {
    private static let ok: Value = ["response": ["status": ["code": 200, "message": "İşlem başarılı"]]]

    private static func failure(_ code: IletiMerkeziCode) -> Value {
        ["response": ["status": ["code": .int(Int64(code.rawValue)), "message": .string(code.message)]]]
    }

    @Test("wrong credentials are 401 on every path", arguments: IletiMerkeziEndpoint.allCases.map(\.rawValue))
    func credentials(path: String) async throws {
        try await withClient { client, _, _ async throws in
            for authentication: Value in [nil, ["key": "sandbox-key"], ["key": "sandbox-key", "hash": "guess"]] {
                let reply = try await client.post(
                    "/iletimerkezi" + path, ["request": ["authentication": authentication]])
                #expect(reply.status == 401)
                #expect(reply.json == Self.failure(.credentialsWrong))
            }
        }
    }

    @Test("what is not JSON or has no `request` is 400; an unknown path or GET is 404")
    func format() async throws {
        try await withClient { client, _, _ async throws in
            let path = "/iletimerkezi/v1/get-balance/json"
            let broken = try await client.send("POST", path, body: Array("{\"request\":".utf8))
            let other = try await client.post(path, ["authentication": ["key": "sandbox-key"]])
            #expect([broken.status, other.status] == [400, 400])
            #expect(broken.json == Self.failure(.requestUnreadable))
            #expect(other.json == Self.failure(.requestUnreadable))
            let get = try await client.send("GET", path)
            let unknown = try await client.iletiMerkezi("get-inbox")
            #expect([get.status, unknown.status] == [404, 404])
            #expect(unknown.json == Self.failure(.methodUnknown))
        }
    }

    @Test("approved senders are listed, the test sender is not")
    func senders() async throws {
        try await withClient { client, _, _ async throws in
            #expect(
                try await client.iletiMerkezi("get-sender").json["response"]?["senders"] == ["sender": ["DEMOCO"]])
        }
    }

    @Test("a number is blocked, listed and released; blocking again is fine, releasing again is 474")
    func blacklist() async throws {
        try await withClient { client, _, _ async throws in
            let number: ValueObject = ["blacklist": ["number": "5550000001"]]
            for _ in 0..<2 { #expect(try await client.iletiMerkezi("add-blacklist", number).json == Self.ok) }
            #expect(
                try await client.iletiMerkezi("get-blacklist").json["response"]?["blacklist"] == [
                    "count": 1, "number": ["+905550000001"],
                ])
            #expect(try await client.iletiMerkezi("delete-blacklist", number).json == Self.ok)
            let again = try await client.iletiMerkezi("delete-blacklist", number)
            #expect(again.status == 474)
            #expect(again.json == Self.failure(.blockNotRemovable))
        }
    }

    @Test("the blacklist is filtered and paged, and its count is that of the whole list")
    func blacklistFilter() async throws {
        try await withClient { client, _, clock async throws in
            for index in 1...3 {
                _ = try await client.iletiMerkezi("add-blacklist", ["blacklist": ["number": .string("90555000000\(index)")]])
                clock.advance(3600)
            }
            func numbers(_ fields: Value) async throws -> Value? {
                let list = try await client.iletiMerkezi("get-blacklist", ["blacklist": fields]).json
                #expect(list["response"]?["blacklist"]?["count"] == 3)
                return list["response"]?["blacklist"]?["number"]
            }
            #expect(try await numbers(["page": 2, "rowCount": 2]) == ["+905550000003"])
            #expect(
                try await numbers(["filter": ["start": "2026-11-21 10:30:00", "end": "2026-11-21 11:30:00"]]) == [
                    "+905550000002"
                ])
            #expect(try await client.iletiMerkezi("get-blacklist", ["blacklist": ["page": 0]]).status == 464)
        }
    }

    @Test("a number with no real mobile prefix is 466", arguments: ["905999000001", "902120000001", "123", ""])
    func badNumber(number: String) async throws {
        try await withClient { client, _, _ async throws in
            for operation in ["add-blacklist", "delete-blacklist"] {
                let reply = try await client.iletiMerkezi(operation, ["blacklist": ["number": .string(number)]])
                #expect(reply.json == Self.failure(.numberInvalid))
            }
        }
    }

    @Test("the table has the documented codes, each with a text of its own")
    func codes() {
        let expected = [110, 111, 112, 113, 114, 115, 200, 400, 401, 402, 403, 404, 422] + Array(450...474) + [503]
        #expect(IletiMerkeziCode.allCases.map(\.rawValue) == expected)
        #expect(IletiMerkeziCode.allCases.count == 39)
        #expect(Set(IletiMerkeziCode.allCases.map(\.message)).count == 39)
    }
}
