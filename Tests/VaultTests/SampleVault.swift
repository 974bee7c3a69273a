import Crypto
import Diagnostics
import WorkflowModel

@testable import Vault

/// A small vault whose key and random bytes are always the same.
enum SampleVault {
    static let master = MasterKey(key: SymmetricKey(data: (0..<32).map { UInt8($0) }))
    static let otherMaster = MasterKey(key: SymmetricKey(data: (1..<33).map { UInt8($0) }))

    static let values: [(credential: String, field: String, value: String)] = [
        ("iletimerkezi", "hash", "canary-hash-ığüş"), ("iletimerkezi", "key", "canary-key"),
        ("turkeysms", "api_key", "canary-0123456789012345678901234567890123456789"),
    ]

    /// Bytes that differ from call to call and are the same in every run: 0, 1, 2, ... of a counter.
    static func countingBytes(from start: Int = 0) -> OpenVault.RandomBytes {
        let next = Counter(start)
        return { count in next.take(count) }
    }

    static func make(_ master: MasterKey = master, random: @escaping OpenVault.RandomBytes = countingBytes()) throws -> OpenVault
    {
        var vault = OpenVault(new: master, random: random)
        for (credential, field, value) in values { try vault.set(credential, field: field, to: Secret(value)) }
        try vault.setType(of: "turkeysms", to: "turkeysms")
        return vault
    }

    static func text(_ vault: OpenVault) -> String { vault.finished().text }

    static func open(_ text: String, _ master: MasterKey = master) throws(VaultFailure) -> OpenVault {
        try open(bytes: Array(text.utf8), master)
    }

    static func open(bytes: [UInt8], _ master: MasterKey = master) throws(VaultFailure) -> OpenVault {
        try OpenVault(try VaultDocument(bytes: bytes, path: "vault.yaml"), master)
    }

    /// Every value of a vault, by `credential.field`.
    static func contents(_ vault: OpenVault) throws -> [String: String] {
        var contents: [String: String] = [:]
        for name in vault.document.names {
            for (field, secret) in try vault.credential(CredentialName(name))?.fields ?? [:] {
                contents["\(name).\(field)"] = secret.reveal()
            }
        }
        return contents
    }

    static var expected: [String: String] {
        Dictionary(uniqueKeysWithValues: values.map { ("\($0.credential).\($0.field)", $0.value) })
    }

    /// The codes and messages of what a vault says, or nil when it opens.
    static func refusal(_ text: String, _ master: MasterKey = master) -> [Diagnostic]? {
        do throws(VaultFailure) {
            _ = try open(text, master)
            return nil
        } catch {
            return error.diagnostics
        }
    }
}
