import Foundation
import Values
import WorkflowModel

extension WebhookAuth {
    /// What of a call the check looks at.
    struct Call: Sendable {
        /// By lower-case name.
        var header: @Sendable (String) -> String?
        /// What stood in the secret's place of the path.
        var pathSecret: String?
    }

    /// Whether the body has to be read before the check.
    var needsBody: Bool { if case .hmac = self { true } else { false } }

    /// Throws why the caller is not let in. Every field whose name begins with `secret`, `key` or `token` is tried, so that a new key
    /// works while the old one still does.
    ///
    /// Not every field: in the environment, `…_SHOP_ADMIN_TOKEN` is the field `token` of `shop-admin` and looks like the field
    /// `admin_token` of `shop`, whose callers must not be let in with it.
    ///
    /// For `basic`, the field `username` goes with every field whose name begins with `password`.
    func check(_ call: Call, body: [UInt8], credential: Credential?, now: Timestamp) throws(AuthFailure) {
        let fields = credential?.fields.sorted { $0.key < $1.key } ?? []
        let secrets = fields.filter { Self.isKey($0.key) }.map(\.value).filter { !$0.isEmpty }
        switch self {
        case .none: return
        case .hmac(let signature, _):
            try signature.verify(headers: call.header, body: body, keys: secrets, now: now)
        case .bearer:
            guard let header = call.header("authorization") else { throw .missingHeader("authorization") }
            guard let token = Self.credentials(header, scheme: "bearer") else { throw .wrongToken }
            guard Self.any(secrets, is: token) else { throw .wrongToken }
        case .basic:
            guard let header = call.header("authorization") else { throw .missingHeader("authorization") }
            guard let text = Self.credentials(header, scheme: "basic"), let data = Data(base64Encoded: text),
                let pair = String(bytes: data, encoding: .utf8), let colon = pair.firstIndex(of: ":"),
                let userName = credential?.fields["username"]
            else { throw .wrongPassword }
            // Both are compared in any case: the time does not tell which one was wrong.
            let isUser = userName.matches(String(pair[..<colon]))
            let passwords = fields.filter { $0.key.hasPrefix("password") }.map(\.value)
            let isPassword = Self.any(passwords, is: String(pair[pair.index(after: colon)...]))
            guard isUser, isPassword else { throw .wrongPassword }
        case .secretPath:
            guard let secret = call.pathSecret, Self.any(secrets, is: secret) else { throw .wrongToken }
        }
    }

    private static func isKey(_ field: String) -> Bool {
        ["secret", "key", "token"].contains { field == $0 || field.hasPrefix("\($0)_") }
    }

    /// What stands behind the scheme of an `Authorization` header (RFC 9110, 11.4).
    static func credentials(_ header: String, scheme: String) -> String? {
        let header = header.trimmingSpaces
        guard let space = header.firstIndex(of: " "), header[..<space].lowercased() == scheme else { return nil }
        return header[space...].trimmingSpaces
    }

    /// Compares with all of them, whichever fits.
    private static func any(_ secrets: [Secret], is text: String) -> Bool {
        secrets.reduce(false) { found, secret in
            let fits = secret.matches(text)
            return found || fits
        }
    }
}
