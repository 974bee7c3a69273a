import Foundation
import Testing
import Values

@Suite("Callers of webhooks over HTTP")
struct WebhookAccessTests {
    static let workflow = """
        name: guarded
        triggers:
          signed:
            uses: webhook
            with: { path: /signed, auth: { hmac: { credential: shop, header: X-Shop-Signature } } }
          token:
            uses: webhook
            with: { path: /token, auth: { bearer: { credential: shop } } }
          desk:
            uses: webhook
            with: { path: /desk, auth: { basic: { credential: desk } } }
          hidden:
            uses: webhook
            with: { path: "/hidden/{id}", auth: { secret_path: { credential: shop } } }
          lost:
            uses: webhook
            with: { path: /lost, auth: { bearer: { credential: gone } } }
        steps:
          one: { uses: log, with: { message: Hello } }
        """

    @Test("a signature has to fit the bytes as they came")
    func hmac() async throws {
        try await withServer([Self.workflow]) { client in
            // Other white space is another body, although it is the same JSON.
            let body = "{ \"a\" : 1 }\n"
            let signature = WebhookAuthTests.hex(body, key: "first-key")
            let fits = try await client.post("/signed", body, headers: [("X-Shop-Signature", "sha256=\(signature)")])
            #expect(fits.status == 202)
            let wrong = try await client.post("/signed", "{\"a\":1}", headers: [("X-Shop-Signature", signature)])
            #expect(wrong.status == 401)
            #expect(
                wrong.json == [
                    "type": "about:blank", "title": "Unauthorized", "status": 401, "code": "signature_wrong",
                    "detail": "the signature does not fit the body",
                ])
            let none = try await client.post("/signed", body)
            #expect(none.status == 401)
            #expect(none.code == "credentials_missing")
            // The signature is looked at before the body is read as data.
            let broken = try await client.post("/signed", "{", headers: [("X-Shop-Signature", signature)])
            #expect(broken.status == 401)
            #expect(client.daemon.events.count == 1)
        }
    }

    @Test("tokens and passwords, with the challenge that a client needs")
    func schemes() async throws {
        try await withServer([Self.workflow]) { client in
            #expect(try await client.post("/token", "{}", headers: [("Authorization", "Bearer second-key")]).status == 202)
            let token = try await client.post("/token", "{}", headers: [("Authorization", "Bearer x")])
            #expect(token.status == 401)
            #expect(token.headers["www-authenticate"] == "Bearer")
            let pair = Data("shop:p:ss wörd".utf8).base64EncodedString()
            #expect(try await client.post("/desk", "{}", headers: [("Authorization", "Basic \(pair)")]).status == 202)
            let desk = try await client.post("/desk", "{}")
            #expect(desk.status == 401)
            #expect(desk.headers["www-authenticate"] == "Basic realm=\"ulak\", charset=\"UTF-8\"")
        }
    }

    @Test("a wrong secret in the path looks like a path that is not there, and the right one does not enter the event")
    func secretPath() async throws {
        try await withServer([Self.workflow]) { client in
            let wrong = try await client.post("/hidden/7/guess", "{}")
            let nowhere = try await client.post("/nowhere", "{}")
            #expect(wrong.status == 404)
            #expect(wrong.json == nowhere.json)
            #expect(try await client.post("/hidden/7", "{}").status == 404)
            #expect(try await client.post("/hidden/7/first-key", "{}").status == 202)
            let event = try #require(client.daemon.events.first)
            #expect(event.data["path"] == ["id": "7"])
            #expect(!event.data.jsonText().contains("first-key"))
        }
    }

    @Test("when the credential is not there, nobody is let in and the caller is told to come again")
    func missingCredential() async throws {
        try await withServer([Self.workflow]) { client in
            let reply = try await client.post("/lost", "{}", headers: [("Authorization", "Bearer ")])
            #expect(reply.status == 503)
            #expect(reply.code == "credential_missing")
            #expect(reply.headers["retry-after"] == "60")
            #expect(client.daemon.events.isEmpty)
        }
    }
}
