extension VaultDocument {
    /// The text of the file: always the same for the same contents, one line a value.
    var text: String {
        var lines = [
            "# Credentials, sealed by Ulak. This file can be committed; change it with `ulak vault`, which drops comments.",
            "ulak_vault: \(Self.format)",
            "id: \"\(id)\"",
            "key:",
            "  fingerprint: \"\(key.fingerprint)\"",
        ]
        if let scrypt = key.scrypt {
            lines.append(
                "  scrypt: { n: \(scrypt.n), r: \(scrypt.r), p: \(scrypt.p), salt: \"\(VaultBytes.base64(scrypt.salt))\" }")
        }
        lines.append("  wrapped: \"\(VaultBytes.base64(key.wrapped))\"")
        lines.append(entries.isEmpty ? "credentials: {}" : "credentials:")
        for name in names {
            guard let entry = entries[name] else { continue }
            lines.append("  \(Self.key(name)):")
            if let type = entry.type { lines.append("    type: \"\(type)\"") }
            lines.append("    fields:")
            for (field, value) in entry.fields.sorted(by: { $0.key < $1.key }) {
                lines.append(
                    "      \(Self.key(field)): { version: \(value.version), sealed: \"\(VaultBytes.base64(value.sealed))\" }")
            }
        }
        lines.append("seal: { revision: \(revision), sealed: \"\(VaultBytes.base64(seal))\" }")
        return lines.joined(separator: "\n") + "\n"
    }

    /// A name as a YAML key: in quotes unless it can be nothing but text. Valid names hold nothing that needs an escape.
    private static func key(_ name: String) -> String {
        let words: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        let isPlain =
            name.unicodeScalars.first.map { ("a"..."z").contains($0) } == true && !words.contains(name.lowercased())
        return isPlain ? name : "\"\(name)\""
    }
}
