import Diagnostics
import YAMLSyntax

extension VaultDocument {
    /// Larger than a workflow may be: a thousand certificates fit.
    static var limits: YAMLLimits {
        var limits = YAMLLimits()
        limits.fileBytes = 16 << 20
        limits.scalarBytes = 1 << 20
        return limits
    }

    /// Reads the text of a vault. What is sealed stays so.
    init(bytes: [UInt8], path: String) throws(VaultFailure) {
        let (document, problems) = YAMLLoader(limits: Self.limits, noun: "vault").load(bytes: bytes, path: path)
        var reader = YAMLReader(diagnostics: problems)
        guard let document, !problems.hasErrors else { throw VaultFailure(problems.filter { $0.severity == .error }) }
        try Self.checkFormat(document)
        let read = Self.read(document.root, &reader)
        let errors = reader.diagnostics.filter { $0.severity == .error }.inReadingOrder()
        guard errors.isEmpty, let read else {
            throw errors.isEmpty ? VaultFailure(.malformed, "this is no vault", at: document.root.location) : VaultFailure(errors)
        }
        self = read
    }

    /// The version decides what the rest means, so it is looked at first.
    private static func checkFormat(_ document: YAMLDocument) throws(VaultFailure) {
        guard let node = document.root["ulak_vault"] else {
            throw VaultFailure(
                .malformed, "this file is no vault: it does not begin with `ulak_vault: \(format)`", at: document.root.location,
                help: ["`ulak vault init` makes one"])
        }
        var reader = YAMLReader()
        guard let version = reader.integer(node, "ulak_vault") else { throw VaultFailure(reader.diagnostics) }
        guard version == format else {
            throw VaultFailure(
                .unknownFormat, "this vault has format \(version), and this version of Ulak reads format \(format)",
                at: node.location, help: version > format ? ["a newer version of Ulak wrote it"] : [])
        }
    }

    private static func read(_ root: YAMLNode, _ reader: inout YAMLReader) -> VaultDocument? {
        guard
            let fields = YAMLFields(
                root, subject: "the vault", keys: ["ulak_vault", "id", "key", "credentials", "seal"], reader: &reader)
        else { return nil }
        let id = fields.requiredText("id", reader: &reader)
        if let id, !VaultBytes.isHex(id, count: 32) {
            malformed("`id` must be 32 hexadecimal digits", fields["id"], &reader)
        }
        let keyNode = fields.required("key", reader: &reader)
        let key = keyNode.flatMap { wrappedKey($0, &reader) }
        let entries = fields.required("credentials", reader: &reader).map { credentials($0, &reader) }
        let sealNode = fields.required("seal", reader: &reader)
        let seal = sealNode.flatMap { sealed($0, subject: "`seal`", number: "revision", &reader) }
        guard let id, let key, let keyNode, let entries, let seal, let sealNode else { return nil }
        return VaultDocument(
            id: id, key: key, entries: entries, revision: seal.number, seal: seal.bytes,
            places: Places(key: keyNode.location, seal: sealNode.location))
    }

    private static func wrappedKey(_ node: YAMLNode, _ reader: inout YAMLReader) -> WrappedKey? {
        guard let fields = YAMLFields(node, subject: "`key`", keys: ["fingerprint", "scrypt", "wrapped"], reader: &reader) else {
            return nil
        }
        let fingerprint = fields.requiredText("fingerprint", reader: &reader)
        if let fingerprint, !VaultBytes.isHex(fingerprint, count: 16) {
            malformed("`fingerprint` must be 16 hexadecimal digits", fields["fingerprint"], &reader)
        }
        let wrapped = bytes(fields, "wrapped", &reader)
        let scrypt = fields["scrypt"].flatMap { scryptParameters($0, &reader) }
        guard let fingerprint, let wrapped, fields["scrypt"] == nil || scrypt != nil else { return nil }
        return WrappedKey(fingerprint: fingerprint, scrypt: scrypt, wrapped: wrapped)
    }

    private static func scryptParameters(_ node: YAMLNode, _ reader: inout YAMLReader) -> ScryptParameters? {
        guard let fields = YAMLFields(node, subject: "`scrypt`", keys: ["n", "r", "p", "salt"], reader: &reader) else {
            return nil
        }
        for key in ["n", "r", "p"] { _ = fields.required(key, reader: &reader) }
        let salt = bytes(fields, "salt", &reader)
        guard let n = fields.integer("n", reader: &reader), let r = fields.integer("r", reader: &reader),
            let p = fields.integer("p", reader: &reader), let salt
        else { return nil }
        guard let parameters = ScryptParameters(n: n, r: r, p: p, salt: salt) else {
            reader.diagnostics.append(
                Diagnostic(
                    VaultCode.scryptBounds, "these scrypt parameters are outside of what Ulak takes", at: node.location,
                    label: ScryptParameters.bounds))
            return nil
        }
        return parameters
    }

    private static func credentials(_ node: YAMLNode, _ reader: inout YAMLReader) -> [String: Entry] {
        var entries: [String: Entry] = [:]
        for entry in reader.mapping(node, "credentials")?.entries ?? [] {
            let subject = "credential `\(entry.key)`"
            checkName(entry, "credential", &reader)
            guard
                let fields = YAMLFields(
                    entry.value, subject: subject, at: entry.keyLocation, keys: ["type", "fields"], reader: &reader),
                let fieldsNode = fields.required("fields", reader: &reader),
                let mapping = reader.mapping(fieldsNode, "fields")
            else { continue }
            let type = fields.text("type", reader: &reader)
            if let type, !VaultName.isValid(type) { malformed("`\(type)` is no type of a credential", fields["type"], &reader) }
            var values: [String: Field] = [:]
            for field in mapping.entries {
                checkName(field, "field", &reader)
                guard let value = sealed(field.value, subject: "field `\(field.key)`", number: "version", &reader) else {
                    continue
                }
                values[field.key] = Field(version: value.number, sealed: value.bytes, location: field.keyLocation)
            }
            if values.isEmpty, mapping.entries.isEmpty { malformed("\(subject) has no fields", fieldsNode, &reader) }
            entries[entry.key] = Entry(type: type, fields: values, location: entry.keyLocation)
        }
        return entries
    }

    private static func checkName(_ entry: YAMLEntry, _ what: String, _ reader: inout YAMLReader) {
        guard !VaultName.isValid(entry.key) else { return }
        reader.diagnostics.append(
            Diagnostic(VaultCode.invalidName, "`\(entry.key)` cannot be the name of a \(what)", at: entry.keyLocation))
    }

    private static func sealed(
        _ node: YAMLNode, subject: String, number: String, _ reader: inout YAMLReader
    ) -> (number: Int64, bytes: [UInt8])? {
        guard let fields = YAMLFields(node, subject: subject, keys: [number, "sealed"], reader: &reader),
            fields.required(number, reader: &reader) != nil
        else { return nil }
        let value = fields.integer(number, reader: &reader)
        if let value, value < 1 { malformed("`\(number)` must be at least 1", fields[number], &reader) }
        guard let bytes = bytes(fields, "sealed", &reader), let value else { return nil }
        return (value, bytes)
    }

    private static func bytes(_ fields: YAMLFields, _ key: String, _ reader: inout YAMLReader) -> [UInt8]? {
        guard let text = fields.requiredText(key, reader: &reader) else { return nil }
        if let bytes = VaultBytes.bytes(base64: text) { return bytes }
        malformed("`\(key)` is not base64: something is missing from it, or was changed", fields[key], &reader)
        return nil
    }

    private static func malformed(_ message: String, _ node: YAMLNode?, _ reader: inout YAMLReader) {
        reader.diagnostics.append(Diagnostic(VaultCode.malformed, message, at: node?.location))
    }
}
