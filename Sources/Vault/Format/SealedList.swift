import Crypto
import Diagnostics

/// What belongs to a vault at one revision: the list that its seal holds, and against which the file is held.
///
/// Each value is authentic by itself; only the list tells that one of them is an old one, that one is gone, or that another came.
struct SealedList {
    struct Field: Equatable {
        let version: Int64
        let digest: String
    }

    private let types: [String: String]
    private let fields: [String: [String: Field]]

    /// The list of what stands in a document.
    init(_ document: VaultDocument) {
        types = document.entries.compactMapValues(\.type)
        fields = document.entries.mapValues { $0.fields.mapValues { Field(version: $0.version, digest: Self.digest($0.sealed)) } }
    }

    // MARK: Text

    var text: String {
        var lines: [String] = []
        for (name, entry) in fields.sorted(by: { $0.key < $1.key }) {
            lines.append("credential \(name) \(types[name] ?? "-")")
            for (field, value) in entry.sorted(by: { $0.key < $1.key }) {
                lines.append("field \(name) \(field) \(value.version) \(value.digest)")
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// Nil when the text is no list. It was authenticated before, so that never happens with a list of ours.
    init?(text: String) {
        var types: [String: String] = [:]
        var fields: [String: [String: Field]] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            switch (words.first, words.count) {
            case ("credential", 3):
                fields[words[1]] = [:]
                if words[2] != "-" { types[words[1]] = words[2] }
            case ("field", 5):
                guard let version = Int64(words[3]) else { return nil }
                fields[words[1], default: [:]][words[2]] = Field(version: version, digest: words[4])
            default: return nil
            }
        }
        self.types = types
        self.fields = fields
    }

    /// The first 16 bytes of SHA-256, in hexadecimal.
    private static func digest(_ sealed: [UInt8]) -> String { VaultBytes.hex(SHA256.hash(data: sealed).prefix(16)) }

    // MARK: Comparison

    /// How a document differs from this list, a finding each; empty when it does not.
    func differences(_ document: VaultDocument) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        let owners = Dictionary(
            fields.flatMap { name, entry in entry.map { ($0.value.digest, "\(name).\($0.key)") } },
            uniquingKeysWith: { first, _ in first })
        func report(_ code: VaultCode, _ message: String, _ location: SourceLocation?, _ label: String? = nil) {
            findings.append(Diagnostic(code, message, at: location ?? document.places?.seal, label: label, help: Self.help))
        }
        for name in document.names {
            guard let entry = document.entries[name] else { continue }
            if fields[name] != nil, types[name] != entry.type {
                report(.unsealedChange, "the type of the credential `\(name)` was changed in the file", entry.location)
            }
            for (field, value) in entry.fields.sorted(by: { $0.key < $1.key }) {
                let place = "`\(name).\(field)`"
                let found = Field(version: value.version, digest: Self.digest(value.sealed))
                let known = fields[name]?[field]
                if known == found { continue }
                if let owner = owners[found.digest], owner != "\(name).\(field)" {
                    report(
                        .valueMoved, "\(place) holds the sealed value of `\(owner)`", value.location,
                        "it was moved or copied here")
                } else if let known, found.version < known.version {
                    report(
                        .oldVersion, "\(place) is version \(found.version), but version \(known.version) belongs here",
                        value.location, "an old value was put back")
                } else if let known {
                    report(
                        .valueChanged, "\(place) is not the value that was sealed last (version \(known.version))",
                        value.location, "it was changed, or comes from another copy of the vault")
                } else {
                    report(.unsealedChange, "\(place) was added to the file", value.location, "the seal does not know it")
                }
            }
        }
        for (name, entry) in fields.sorted(by: { $0.key < $1.key }) {
            for (field, value) in entry.sorted(by: { $0.key < $1.key })
            where document.entries[name]?.fields[field] == nil {
                report(
                    .unsealedChange, "`\(name).\(field)` (version \(value.version)) is gone from the file",
                    document.entries[name]?.location)
            }
        }
        return findings
    }

    private static let help = [
        "put back the file as `ulak vault` wrote it; after a merge of two copies, `ulak vault seal` shows and accepts what differs"
    ]
}
