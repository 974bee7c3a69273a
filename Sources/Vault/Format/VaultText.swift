import Diagnostics
import Values
import WorkflowModel
import YAMLSyntax

/// A vault's values as a person edits them: credential, field, value, in plain YAML.
public struct VaultText: Sendable {
    /// A value that is new or differs, or nil for one that is gone.
    public struct Change: Sendable {
        public let credential: String
        public let field: String
        public let value: Secret?
    }

    private let values: [String: [String: Secret]]

    public init(_ vault: OpenVault) throws(VaultFailure) {
        var values: [String: [String: Secret]] = [:]
        for name in vault.document.names { values[name] = try vault.credential(CredentialName(name))?.fields }
        self.values = values
    }

    /// The text for the editor.
    public var text: Secret {
        var lines = [
            "# Change values, add fields and credentials, or take them out. What you save is sealed when you close the editor."
        ]
        for (name, fields) in values.sorted(by: { $0.key < $1.key }) {
            lines.append("\(Self.quoted(name)):")
            for (field, value) in fields.sorted(by: { $0.key < $1.key }) {
                lines.append("  \(Self.quoted(field)): \(Self.quoted(value.reveal()))")
            }
        }
        return Secret(lines.joined(separator: "\n") + "\n")
    }

    /// As in JSON, which is YAML too.
    private static func quoted(_ text: String) -> String { Value.string(text).jsonText() }

    /// Reads an edited text. A message never repeats what stands in it, beyond names.
    public init(reading bytes: [UInt8], path: String) throws(VaultFailure) {
        let (document, problems) = YAMLLoader(limits: VaultDocument.limits, noun: "vault").load(bytes: bytes, path: path)
        if let document, !problems.hasErrors {
            values = try Self.values(document.root)
            return
        }
        let first = problems.first { $0.severity == .error }
        // Taking everything out is a way to empty a vault.
        if first?.code == YAMLCode.emptyFile.rawValue {
            values = [:]
            return
        }
        let line = first?.location.map { "line \($0.range.start.line)" } ?? "a line"
        throw VaultFailure(.editedText, "\(line) of the edited text cannot be read as YAML (\(first?.code ?? ""))")
    }

    private static func values(_ root: YAMLNode) throws(VaultFailure) -> [String: [String: Secret]] {
        var values: [String: [String: Secret]] = [:]
        for entry in root.mapping?.entries ?? [] {
            try VaultName.check(entry.key, "credential")
            guard let fields = entry.value.mapping else {
                throw VaultFailure(.editedText, "`\(entry.key)` must hold fields, each with a value")
            }
            for field in fields.entries {
                try VaultName.check(field.key, "field")
                guard let scalar = field.value.scalar, !scalar.isAbsent else {
                    throw VaultFailure(
                        .editedText, "`\(entry.key).\(field.key)` must be a text", label: "take the line out to remove it")
                }
                values[entry.key, default: [:]][field.key] = Secret(scalar.text)
            }
        }
        return values
    }

    /// What differs from an earlier text, in order of names.
    public func changes(since before: VaultText) -> [Change] {
        var changes: [Change] = []
        for (name, fields) in values.sorted(by: { $0.key < $1.key }) {
            for (field, value) in fields.sorted(by: { $0.key < $1.key }) {
                if let known = before.values[name]?[field], value.withBytes({ known.matches($0) }) { continue }
                changes.append(Change(credential: name, field: field, value: value))
            }
        }
        for (name, fields) in before.values.sorted(by: { $0.key < $1.key }) {
            for field in fields.keys.sorted() where values[name]?[field] == nil {
                changes.append(Change(credential: name, field: field, value: nil))
            }
        }
        return changes
    }
}
