import Hummingbird
import Values

/// An error as the answer to a request (RFC 9457, `application/problem+json`).
struct Problem: Error, Sendable {
    var status: HTTPResponse.Status
    /// For programs; the same kind of mistake always has the same code.
    var code: String
    /// For people. Never holds a secret.
    var detail: String
    var headers: HTTPFields = [:]
    /// Further members.
    var members: ValueObject = [:]

    init(
        _ status: HTTPResponse.Status, _ code: String, _ detail: String, headers: HTTPFields = [:], members: ValueObject = [:]
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = headers
        self.members = members
    }

    var json: Value {
        var object: ValueObject = [
            "type": "about:blank", "title": .string(status.reasonPhrase), "status": .int(Int64(status.code)),
            "code": .string(code), "detail": .string(detail),
        ]
        object.merge(members)
        return .object(object)
    }

    var response: Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONWriter().write(json))))
    }

    /// The same with a `Retry-After` in whole seconds, at least one.
    func retrying(after wait: Duration) -> Problem {
        var problem = self
        let seconds = max(1, Int((wait / .seconds(1)).rounded(.up)))
        problem.headers[.retryAfter] = String(seconds)
        return problem
    }
}
