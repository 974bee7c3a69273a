import Diagnostics
import Values
import WorkflowModel

/// The forms of a webhook's `auth`: `none`, or one method with its settings (DESIGN section 8).
public enum WebhookAuthShape {
    /// The settings of each method; those in `required` must be there.
    public static let methods: [(name: String, required: [String], optional: [String])] = [
        ("hmac", ["credential", "header"], ["algorithm", "timestamp_header", "tolerance", "signed"]),
        ("bearer", ["credential"], []),
        ("basic", ["credential"], []),
        ("secret_path", ["credential"], []),
    ]

    static func check(_ value: Value, parameter: String) throws(ParameterProblem) {
        if value == "none" { return }
        func problem(_ message: String, _ label: String? = nil) -> ParameterProblem {
            ParameterProblem(parameter: parameter, message: message, label: label)
        }
        let names = methods.map { "`\($0.name)`" }.joined(separator: ", ")
        guard case .object(let members) = value, members.count == 1 else {
            throw problem(
                "`\(parameter)` takes `none` or one of \(names) with its settings", "such as { bearer: { credential: shop } }")
        }
        let (name, settings) = members.member(at: 0)
        guard let method = methods.first(where: { $0.name == name }) else {
            let near = closestMatch(to: name, in: methods.map(\.name) + ["none"])
            throw problem(
                "`\(parameter)` has no method `\(name)`", near.map { "did you mean `\($0)`?" } ?? "expected `none`, \(names)")
        }
        guard case .object(let given) = settings else {
            throw problem("`\(name)` takes a map", "such as { \(name): { credential: shop } }")
        }
        for key in given.keys where !method.required.contains(key) && !method.optional.contains(key) {
            let near = closestMatch(to: key, in: method.required + method.optional)
            throw problem("`\(name)` has no setting `\(key)`", near.map { "did you mean `\($0)`?" })
        }
        for key in method.required where given[key]?.stringValue?.isEmpty != false {
            throw problem("`\(name)` needs `\(key)`")
        }
        for key in method.optional where given[key].map({ $0.stringValue?.isEmpty != false }) == true {
            throw problem("`\(key)` is \(given[key]?.kindPhrase ?? ""), expected text")
        }
        for key in ["header", "timestamp_header"] {
            guard let name = given[key]?.stringValue, !isHeaderName(name) else { continue }
            throw problem("`\(key)` is no name of a header", "such as X-Signature")
        }
        if let algorithm = given["algorithm"], algorithm != "sha256", algorithm != "sha512" {
            throw problem("`algorithm` must be sha256 or sha512")
        }
        if let tolerance = given["tolerance"], tolerance.stringValue.flatMap({ Duration(text: $0) }) == nil {
            throw problem("`tolerance` is no duration", "write it like 5m")
        }
        if let signed = given["signed"], signed != "body", signed != "timestamp.body" {
            throw problem("`signed` must be body or timestamp.body")
        }
        for key in ["tolerance", "signed"] where given[key] != nil && given[key] != "body" && given["timestamp_header"] == nil {
            throw problem("`\(key)` needs `timestamp_header`", "name the header that holds the time of the call")
        }
    }

    /// RFC 9110, 5.6.2.
    private static func isHeaderName(_ name: String) -> Bool {
        name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "A")...UInt8(ascii: "Z"):
                true
            default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }
    }

    /// The credential that an `auth` value names, if it names one.
    public static func credential(in value: Value) -> CredentialName? {
        guard case .object(let members) = value, members.count == 1 else { return nil }
        return members.member(at: 0).value["credential"]?.stringValue.map { CredentialName($0) }
    }

    /// What the credential of an `auth` value holds. Of `hmac`, `bearer` and `secret_path` any field will do, and several are several keys;
    /// `basic` needs both.
    public static func credentialFields(in value: Value) -> (fields: [CredentialField], isAnyEnough: Bool) {
        guard case .object(let members) = value, members.count == 1 else { return ([], true) }
        func field(_ name: String, _ help: String) -> CredentialField {
            CredentialField(name: name, isOptional: false, help: help)
        }
        switch members.member(at: 0).key {
        case "hmac": return ([field("secret", "The key that callers sign with.")], true)
        case "bearer": return ([field("token", "What callers send as their token.")], true)
        case "basic":
            return (
                [field("username", "The name that callers send."), field("password", "The password that they send with it.")],
                false
            )
        default: return ([field("secret", "The last part of the path.")], true)
        }
    }
}
