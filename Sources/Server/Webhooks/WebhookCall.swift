import Crypto
import Hummingbird
import RunEngine
import Values
import WorkflowModel

/// One call of a route.
struct WebhookCall: Sendable {
    let request: Request
    let route: Route
    let places: ValueObject
    let secret: String?
    let query: [(name: String, value: String)]
    /// The raw bytes, as they were signed.
    var body: [UInt8]
    let at: Timestamp

    /// What the trigger brings: `body`, `headers`, `query`, `path`, `method`.
    ///
    /// Headers that hold credentials stay out: no secret enters the journal.
    func event() throws(Problem) -> ValueObject {
        var headers = ValueObject()
        for field in request.headers {
            let name = field.name.canonicalName
            guard !["authorization", "proxy-authorization", "cookie"].contains(name) else { continue }
            headers.set(name, to: .string((headers[name]?.stringValue.map { $0 + ", " } ?? "") + field.value))
        }
        return [
            "body": try value(), "headers": .object(headers), "query": .object(ValueObject(grouping: query)),
            "path": .object(places), "method": .string(request.method.rawValue),
        ]
    }

    /// The body as data.
    func value() throws(Problem) -> Value {
        do throws(WebhookBody.Failure) {
            return try WebhookBody.read(body, contentType: request.headers[.contentType])
        } catch {
            switch error {
            case .notJSON(let error):
                throw Problem(
                    .badRequest, "body_not_json", "the body is not JSON: \(error)",
                    members: [
                        "offset": .int(Int64(error.offset)), "line": .int(Int64(error.line)), "column": .int(Int64(error.column)),
                    ])
            case .notForm: throw Problem(.badRequest, "body_not_form", "the body is not a percent-encoded form in UTF-8")
            case .notText: throw Problem(.badRequest, "body_not_text", "the body is not UTF-8")
            case .otherType(let type):
                throw Problem(
                    .unsupportedMediaType, "body_type", "`\(type)` is not taken; send JSON, a form or text in UTF-8",
                    headers: [.accept: "application/json, application/x-www-form-urlencoded, text/*"])
            }
        }
    }

    /// Tells repeats of the same call apart from other calls: the digest of what was sent.
    var fingerprint: String {
        var hash = SHA256()
        hash.update(data: Array("\(request.method.rawValue) \(request.head.path ?? "")\n".utf8))
        hash.update(data: body)
        return hash.finalize().map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
    }
}

extension HTTPFields {
    /// The value of a header by its lower-case name; repeated ones are joined.
    func joined(_ name: String) -> String? {
        guard let name = HTTPField.Name(name) else { return nil }
        return self[name]
    }
}
