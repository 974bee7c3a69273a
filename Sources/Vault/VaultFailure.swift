import Diagnostics
import RunEngine

/// Why a vault could not be read, opened or changed: one or more findings, each with its code. Nothing was written.
public struct VaultFailure: Error, Sendable, CustomStringConvertible {
    public let diagnostics: [Diagnostic]

    /// - Precondition: there is at least one finding.
    public init(_ diagnostics: [Diagnostic]) {
        precondition(!diagnostics.isEmpty, "a failure says why")
        self.diagnostics = diagnostics
    }

    public init(
        _ code: VaultCode, _ message: String, at location: SourceLocation? = nil, label: String? = nil, help: [String] = []
    ) {
        self.init([Diagnostic(code, message, at: location, label: label, help: help)])
    }

    public var code: String { diagnostics[0].code }

    /// The first finding on one line, with its place.
    public var description: String {
        let first = diagnostics[0]
        let place = first.location.map { "\($0.file.path):\($0.range.start.line): " } ?? ""
        let more = diagnostics.count > 1 ? " (and \(diagnostics.count - 1) more)" : ""
        return "\(place)\(first.message)\(more) (\(first.code))"
    }

    /// The same as seen by a run: whether another try can help.
    var credentialError: CredentialError {
        switch VaultCode(rawValue: code) {
        case .unreadable, .busy: CredentialError(.unavailable, message: description)
        case .keyMissing, .keyExposed, .keyMalformed, .wrongKey: CredentialError(.refused, message: description)
        default: CredentialError(.damaged, message: description)
        }
    }
}
