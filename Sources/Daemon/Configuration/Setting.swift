import Diagnostics
import Foundation
import Values
import WorkflowModel
import YAMLSyntax

/// One key of `ulak.yaml`, and the variable that it stands for.
struct Setting: Sendable {
    enum Kind: Sendable {
        case text
        case integer(ClosedRange<Int64>)
        case duration
        /// Bytes, such as `1GiB`.
        case size
        case choice([String])
        /// Texts, which the variable holds with commas.
        case list
        case url
    }

    let path: [String]
    let variable: String
    let kind: Kind

    private init(_ path: String, _ variable: String, _ kind: Kind = .text) {
        self.path = path.split(separator: ".").map(String.init)
        self.variable = variable
        self.kind = kind
    }

    static let all = [
        Setting("workflows", "ULAK_WORKFLOWS"),
        Setting("nodes", "ULAK_NODES"),
        Setting("files", "ULAK_FILES"),
        Setting("commands", "ULAK_ALLOW_COMMANDS", .list),
        Setting("journal.file", "ULAK_JOURNAL"),
        Setting("journal.keep", "ULAK_JOURNAL_KEEP", .duration),
        Setting("journal.max_size", "ULAK_JOURNAL_MAX_SIZE", .size),
        Setting("server.host", "ULAK_HOST"),
        Setting("server.port", "ULAK_PORT", .integer(0...65535)),
        Setting("runs.at_once", "ULAK_RUNS_AT_ONCE", .integer(1...100_000)),
        Setting("runs.grace", "ULAK_GRACE", .duration),
        Setting("logs.format", "ULAK_LOG_FORMAT", .choice(["auto", "text", "json"])),
        Setting("logs.level", "ULAK_LOG_LEVEL", .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"])),
        Setting("logs.numbers", "ULAK_LOG_NUMBERS", .choice(["masked", "full"])),
        Setting("credentials.sources", "ULAK_CREDENTIAL_SOURCES", .list),
        Setting("credentials.folder", "ULAK_CREDENTIALS_FOLDER"),
        Setting("credentials.vault", "ULAK_VAULT"),
        Setting("credentials.vault_key_file", "ULAK_VAULT_KEY_FILE"),
        Setting("providers.turkeysms.url", "ULAK_PROVIDER_TURKEYSMS_URL", .url),
        Setting("providers.iletimerkezi.url", "ULAK_PROVIDER_ILETIMERKEZI_URL", .url),
    ]

    /// The value as the variable would hold it; nil, with a finding, when it is no such value.
    func text(of node: YAMLNode, _ reader: inout YAMLReader) -> String? {
        let name = path.joined(separator: ".")
        switch kind {
        case .integer(let range):
            guard let number = reader.integer(node, name) else { return nil }
            guard range.contains(number) else {
                return refuse("`\(name)` is \(number)", "expected \(range.lowerBound) to \(range.upperBound)", node, &reader)
            }
            return String(number)
        case .list:
            guard let nodes = reader.sequence(node, name) else { return nil }
            let texts = nodes.compactMap { reader.text($0, name) }
            guard let odd = texts.first(where: { $0.contains(",") }) else { return texts.joined(separator: ",") }
            return refuse("`\(name)` names `\(odd)`", "names cannot have a comma here", node, &reader)
        case .text: return reader.text(node, name)
        case .duration:
            return checked(node, name, "a duration such as `30d`", &reader) { Duration(text: $0) != nil }
        case .size:
            return checked(node, name, "a size such as `1GiB`", &reader) {
                $0.wholeMatch(of: /\d+ *([KMGT]i?)?B?/) != nil
            }
        case .url:
            return checked(node, name, "an address with http:// or https://", &reader) {
                $0.hasPrefix("http://") || $0.hasPrefix("https://")
            }
        case .choice(let words):
            guard let text = reader.text(node, name) else { return nil }
            guard !words.contains(text) else { return text }
            YAMLFields.reportNotAllowed(text, name, allowed: words, at: node.location, reader: &reader)
            return nil
        }
    }

    private func checked(
        _ node: YAMLNode, _ name: String, _ expected: String, _ reader: inout YAMLReader, _ isRight: (String) -> Bool
    ) -> String? {
        guard let text = reader.text(node, name) else { return nil }
        return isRight(text) ? text : refuse("`\(name)` is `\(text)`", "expected \(expected)", node, &reader)
    }

    private func refuse(_ message: String, _ label: String, _ node: YAMLNode, _ reader: inout YAMLReader) -> String? {
        reader.diagnostics.append(Diagnostic(DaemonCode.settingValue, message, at: node.location, label: label))
        return nil
    }
}
