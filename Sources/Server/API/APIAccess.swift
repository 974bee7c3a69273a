import Hummingbird
import WorkflowModel

/// Who may use the API.
struct APIAccess: Sendable {
    let token: Secret?

    /// With a token, whoever brings it. Without one the server listens on loopback, and what keeps web pages of others out is their `Origin`
    /// and the name under which they reached us (DNS rebinding).
    func check(_ request: Request, _ access: APIRoute.Access) throws(Problem) {
        guard case .token = access else { return }
        if let token {
            guard let header = request.headers[.authorization],
                let given = WebhookAuth.credentials(header, scheme: "bearer"), token.matches(given)
            else {
                throw Problem(
                    .unauthorized, "token_wrong",
                    "the header `Authorization: Bearer TOKEN` is missing or its token is not accepted",
                    headers: [.wwwAuthenticate: "Bearer"])
            }
            return
        }
        guard let authority = request.head.authority, ServerConfiguration.isLoopback(Self.host(authority)) else {
            throw Problem(.forbidden, "host_unknown", "without a token, only this machine may call, under a loopback address")
        }
        if let name = HTTPField.Name("Origin"), let origin = request.headers[name] {
            guard origin == "http://\(authority)" else {
                throw Problem(.forbidden, "origin_unknown", "without a token, pages of other addresses may not call")
            }
        }
    }

    /// The host without its port.
    static func host(_ authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return String(authority[...end]) }
        return String(authority.prefix { $0 != ":" })
    }
}
