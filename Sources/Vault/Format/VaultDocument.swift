import Diagnostics

/// What stands in a vault file, still sealed. `docs/design/vault.md` describes the format.
public struct VaultDocument: Sendable {
    /// One sealed value.
    struct Field: Sendable {
        /// The revision of the vault that brought this value.
        var version: Int64
        /// Nonce, ciphertext and tag.
        var sealed: [UInt8]
        var location: SourceLocation?
    }

    struct Entry: Sendable {
        /// The provider or node that the credential is for; tells which fields to ask for.
        var type: String?
        var fields: [String: Field]
        var location: SourceLocation?
    }

    /// 32 hexadecimal digits, drawn when the vault was made.
    let id: String
    var key: WrappedKey
    var entries: [String: Entry]
    /// Counts the changes of the vault.
    var revision: Int64
    /// The sealed list of what belongs to the vault.
    var seal: [UInt8]
    /// Places of `key`, `seal` and the whole, for messages; nil in a document that was not read from a file.
    var places: Places?

    struct Places: Sendable {
        let key: SourceLocation
        let seal: SourceLocation
    }

    /// The format that this version of Ulak reads and writes.
    static let format: Int64 = 1

    /// The names of the credentials, in order. Names are not secret.
    public var names: [String] { entries.keys.sorted() }

    /// The names of a credential's fields, in order; nil when there is no such credential.
    public func fieldNames(of credential: String) -> [String]? { entries[credential]?.fields.keys.sorted() }

    public func type(of credential: String) -> String? { entries[credential]?.type }

    public func version(of credential: String, field: String) -> Int64? { entries[credential]?.fields[field]?.version }

    /// Whether the master key comes from a pass-phrase.
    public var needsPassphrase: Bool { key.scrypt != nil }

    /// The id, which names the default key file.
    public var vaultID: String { id }
}

/// The data key, wrapped by the master key, and how the master key is recognised.
struct WrappedKey: Sendable {
    /// 16 hexadecimal digits that tell a wrong master key from a damaged file.
    var fingerprint: String
    /// Set when the master key is made from a pass-phrase.
    var scrypt: ScryptParameters?
    var wrapped: [UInt8]
}

/// Names of credentials and fields in a vault: up to 100 of `A-Z a-z 0-9 _ - .`, beginning with a letter, a digit or `_`.
enum VaultName {
    static func isValid(_ name: String) -> Bool {
        guard let first = name.unicodeScalars.first, name.utf8.count <= 100 else { return false }
        return first != "-" && first != "."
            && name.unicodeScalars.allSatisfy {
                ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_" || $0 == "-"
                    || $0 == "."
            }
    }

    static func check(_ name: String, _ what: String) throws(VaultFailure) {
        guard !isValid(name) else { return }
        throw VaultFailure(
            .invalidName, "`\(name)` cannot be the name of a \(what)",
            label: "up to 100 letters, digits, `_`, `-` and `.`, beginning with a letter, a digit or `_`")
    }
}
