import Values
import WorkflowModel

/// How the callers of a webhook prove who they are.
enum WebhookAuth: Sendable {
    /// Everybody may call. The author said so.
    case none
    case hmac(HMACSignature, CredentialName)
    case bearer(CredentialName)
    case basic(CredentialName)
    case secretPath(CredentialName)

    init(_ parameter: Value) throws(RouteSettingError) {
        if parameter == "none" {
            self = .none
            return
        }
        guard case .object(let members) = parameter, members.count == 1, case let (method, settings) = members.member(at: 0),
            let credential = settings["credential"]?.stringValue.map({ CredentialName($0) })
        else { throw RouteSettingError("`auth` names no way to check callers") }
        switch method {
        case "hmac": self = .hmac(try HMACSignature(settings), credential)
        case "bearer": self = .bearer(credential)
        case "basic": self = .basic(credential)
        case "secret_path": self = .secretPath(credential)
        default: throw RouteSettingError("`auth` has no method `\(method)`")
        }
    }

    /// The credential, and the fields of which one at least must be there; empty: any field.
    var credential: (name: CredentialName, fields: [String])? {
        switch self {
        case .none: nil
        case .hmac(_, let name), .bearer(let name), .secretPath(let name): (name, [])
        case .basic(let name): (name, ["username", "password"])
        }
    }
}

/// Why a caller is not let in. The texts go to the caller: they say what to mend and nothing about the secret.
enum AuthFailure: Error, Equatable, Sendable {
    case missingHeader(String)
    case malformedSignature(String)
    case wrongSignature
    case badTimestamp(String)
    case outsideWindow(header: String, tolerance: Duration)
    case wrongToken
    case wrongPassword

    var detail: String {
        switch self {
        case .missingHeader(let name): "the header `\(name)` is missing"
        case .malformedSignature(let name): "the header `\(name)` holds no signature in hexadecimal digits"
        case .wrongSignature: "the signature does not fit the body"
        case .badTimestamp(let name): "the header `\(name)` holds no time: seconds or milliseconds since 1970, or RFC 3339"
        case .outsideWindow(let name, let tolerance):
            "the time in the header `\(name)` is more than \(tolerance.microseconds / 1_000_000) seconds away from now"
        case .wrongToken: "the token is not accepted"
        case .wrongPassword: "the user name or the password is not accepted"
        }
    }

    var code: String {
        switch self {
        case .missingHeader: "credentials_missing"
        case .malformedSignature: "signature_malformed"
        case .wrongSignature: "signature_wrong"
        case .badTimestamp: "timestamp_malformed"
        case .outsideWindow: "timestamp_outside_window"
        case .wrongToken: "token_wrong"
        case .wrongPassword: "password_wrong"
        }
    }
}
