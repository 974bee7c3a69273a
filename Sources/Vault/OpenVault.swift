import Crypto
import Diagnostics
import WorkflowModel

/// A vault with its data key: values can be read and changed. Nothing is written to disk here.
public struct OpenVault: Sendable {
    /// Gives that many random bytes, fit for keys and nonces.
    typealias RandomBytes = @Sendable (Int) -> [UInt8]

    public private(set) var document: VaultDocument
    private var cipher: Cipher
    private let random: RandomBytes
    /// Whether something changed since the vault was opened.
    public private(set) var isChanged: Bool

    static let systemRandom: RandomBytes = { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// A new vault without credentials.
    public init(new master: MasterKey) { self.init(new: master, random: Self.systemRandom) }

    init(new master: MasterKey, random: @escaping RandomBytes) {
        self.random = random
        cipher = Cipher(key: SymmetricKey(data: random(32)))
        let id = VaultBytes.hex(random(16))
        document = VaultDocument(
            id: id, key: Self.wrap(cipher, id, master, random), entries: [:], revision: 0, seal: [], places: nil)
        isChanged = true
    }

    /// Opens a vault that was read, and holds everything in it against its seal.
    public init(_ document: VaultDocument, _ master: MasterKey) throws(VaultFailure) {
        try self.init(document, master, random: Self.systemRandom)
    }

    init(_ document: VaultDocument, _ master: MasterKey, random: @escaping RandomBytes) throws(VaultFailure) {
        try self.init(unverified: document, master, random: random)
        let differences = try self.differences()
        guard differences.isEmpty else { throw VaultFailure(differences) }
    }

    /// Opens a vault whatever its seal says, for `differences` and `acceptDifferences`.
    init(
        unverified document: VaultDocument, _ master: MasterKey, random: @escaping RandomBytes = systemRandom
    ) throws(VaultFailure) {
        guard master.fingerprint(vault: document.id) == document.key.fingerprint else {
            throw VaultFailure(
                .wrongKey,
                document.needsPassphrase
                    ? "this is not the pass-phrase of the vault" : "this is not the master key of the vault",
                at: document.places?.key, label: "its fingerprint differs; or `id` or `key` were changed")
        }
        let wrapping = Cipher(key: master.wrappingKey(vault: document.id))
        guard let key = wrapping.open(document.key.wrapped, .key(vault: document.id, scrypt: document.key.scrypt)),
            key.count == 32
        else {
            throw VaultFailure(
                .keyDamaged, "the data key of the vault cannot be opened, although the master key is the right one",
                at: document.places?.key, label: "`key` was changed", help: ["put back the file as `ulak vault` wrote it"])
        }
        cipher = Cipher(key: SymmetricKey(data: key))
        self.document = document
        self.random = random
        isChanged = false
    }

    // MARK: Reading

    /// All fields of a credential; nil when the vault has none of that name.
    public func credential(_ name: CredentialName) throws(VaultFailure) -> Credential? {
        guard let entry = document.entries[name.rawValue] else { return nil }
        var fields: [String: Secret] = [:]
        for field in entry.fields.keys { fields[field] = try value(of: name.rawValue, field: field) }
        return Credential(name: name, fields: fields)
    }

    /// One value; nil when it is not there.
    public func value(of credential: String, field: String) throws(VaultFailure) -> Secret? {
        guard let found = document.entries[credential]?.fields[field] else { return nil }
        let place = AssociatedData.value(vault: document.id, credential: credential, field: field, version: found.version)
        guard let padded = cipher.open(found.sealed, place), let bytes = Padding.removed(from: padded) else {
            throw VaultFailure(
                .valueChanged, "`\(credential).\(field)` (version \(found.version)) cannot be opened", at: found.location,
                label: "it was changed, or sealed for another place")
        }
        return Secret(bytes: bytes)
    }

    // MARK: Changing

    /// Largest value, in bytes.
    public static let largestValue = 64 << 10

    /// Sets a value. The same value again is no change.
    public mutating func set(_ credential: String, field: String, to secret: Secret) throws(VaultFailure) {
        try VaultName.check(credential, "credential")
        try VaultName.check(field, "field")
        if let known = try value(of: credential, field: field), secret.withBytes({ known.matches($0) }) { return }
        let bytes = secret.withBytes { Array($0) }
        guard !bytes.isEmpty else { throw VaultFailure(.unusableValue, "the value of `\(credential).\(field)` is empty") }
        guard bytes.count <= Self.largestValue else {
            throw VaultFailure(.unusableValue, "the value of `\(credential).\(field)` is larger than 64 KiB")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw VaultFailure(
                .unusableValue, "the value of `\(credential).\(field)` is not UTF-8 text",
                label: "requests carry text: store bytes as base64 or hexadecimal")
        }
        touch()
        var entry = document.entries[credential] ?? VaultDocument.Entry(type: nil, fields: [:])
        entry.fields[field] = sealed(bytes, credential, field, version: document.revision)
        document.entries[credential] = entry
    }

    /// Sets what a credential is for. It must be there.
    public mutating func setType(of credential: String, to type: String) throws(VaultFailure) {
        try VaultName.check(type, "type")
        guard let entry = document.entries[credential], entry.type != type else { return }
        touch()
        document.entries[credential]?.type = type
    }

    /// Takes a field away, and the credential with its last field; or the whole credential.
    public mutating func remove(_ credential: String, field: String? = nil) throws(VaultFailure) {
        guard var entry = document.entries[credential] else { throw document.missing(credential) }
        if let field {
            guard entry.fields.removeValue(forKey: field) != nil else { throw document.missing(credential, field: field) }
        } else {
            entry.fields = [:]
        }
        touch()
        document.entries[credential] = entry.fields.isEmpty ? nil : entry
    }

    /// Makes a new data key and seals every value anew; versions stay, since the values do.
    public mutating func rotate(_ master: MasterKey) throws(VaultFailure) {
        var opened: [(credential: String, field: String, version: Int64, value: Secret)] = []
        for (name, entry) in document.entries {
            for (field, found) in entry.fields {
                guard let value = try value(of: name, field: field) else { continue }
                opened.append((name, field, found.version, value))
            }
        }
        touch()
        cipher = Cipher(key: SymmetricKey(data: random(32)))
        document.key = Self.wrap(cipher, document.id, master, random)
        for (name, field, version, value) in opened {
            let resealed = sealed(value.withBytes { Array($0) }, name, field, version: version)
            document.entries[name]?.fields[field] = resealed
        }
    }

    /// The first change counts the revision up; all changes until the vault is written belong to it.
    private mutating func touch() {
        if !isChanged || document.revision == 0 { document.revision += 1 }
        isChanged = true
    }

    // MARK: Sealing

    /// The document with its seal, ready to be written.
    public func finished() -> VaultDocument {
        var document = document
        if document.revision == 0 { document.revision = 1 }
        document.seal = cipher.seal(
            Array(SealedList(document).text.utf8), .seal(vault: document.id, revision: document.revision), nonce: random(12))
        return document
    }

    private func sealed(_ value: [UInt8], _ credential: String, _ field: String, version: Int64) -> VaultDocument.Field {
        let place = AssociatedData.value(vault: document.id, credential: credential, field: field, version: version)
        return VaultDocument.Field(
            version: version, sealed: cipher.seal(Padding.added(to: value), place, nonce: random(12)), location: nil)
    }

    private static func wrap(_ cipher: Cipher, _ id: String, _ master: MasterKey, _ random: RandomBytes) -> WrappedKey {
        let wrapping = Cipher(key: master.wrappingKey(vault: id))
        let wrapped = wrapping.seal(
            cipher.key.withUnsafeBytes { Array($0) }, .key(vault: id, scrypt: master.scrypt), nonce: random(12))
        return WrappedKey(fingerprint: master.fingerprint(vault: id), scrypt: master.scrypt, wrapped: wrapped)
    }

    // MARK: Seal

    /// How the file differs from what was sealed last; empty when it does not.
    func differences() throws(VaultFailure) -> [Diagnostic] {
        guard let text = cipher.open(document.seal, .seal(vault: document.id, revision: document.revision)),
            let list = SealedList(text: String(decoding: text, as: UTF8.self))
        else {
            throw VaultFailure(
                .sealBroken, "the seal of the vault cannot be opened", at: document.places?.seal,
                label: "it was changed, or comes from another copy of the vault",
                help: ["put back the file as `ulak vault` wrote it; after a merge, `ulak vault seal` accepts what differs"])
        }
        return list.differences(document)
    }

    /// Takes the values as they stand in the file; those that cannot be opened are still refused.
    mutating func acceptDifferences() throws(VaultFailure) {
        var highest = document.revision
        for (name, entry) in document.entries {
            for (field, found) in entry.fields {
                _ = try value(of: name, field: field)
                highest = max(highest, found.version)
            }
        }
        document.revision = highest
        touch()
    }
}

extension VaultDocument {
    /// What to say about a name that is not there.
    public func missing(_ credential: String, field: String? = nil) -> VaultFailure {
        if let field, let known = fieldNames(of: credential) {
            let near = closestMatch(to: field, in: known)
            return VaultFailure(
                .notThere, "the credential `\(credential)` has no field `\(field)`", label: near.map { "did you mean `\($0)`?" },
                help: near == nil ? ["its fields are " + known.map { "`\($0)`" }.joined(separator: ", ")] : [])
        }
        let near = closestMatch(to: credential, in: names)
        return VaultFailure(
            .notThere, "the vault has no credential `\(credential)`", label: near.map { "did you mean `\($0)`?" },
            help: near == nil ? ["`ulak vault list` shows what is in it"] : [])
    }
}
