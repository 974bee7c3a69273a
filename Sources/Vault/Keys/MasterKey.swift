import Crypto
import CryptoExtras
import Foundation
import WorkflowModel

/// The key that wraps a vault's data key. 32 bytes, drawn at random or made from a pass-phrase.
public struct MasterKey: Sendable {
    let key: SymmetricKey
    /// Set for a key that was made from a pass-phrase.
    let scrypt: ScryptParameters?

    init(key: SymmetricKey, scrypt: ScryptParameters? = nil) {
        self.key = key
        self.scrypt = scrypt
    }

    /// A new key.
    public static func random() -> MasterKey { MasterKey(key: SymmetricKey(size: .bits256)) }

    // MARK: Text

    /// Makes a key recognisable to people and to scanners for leaked secrets.
    static let prefix = "ulakvk1_"

    /// Reads the text of a key: `ulakvk1_` and 43 characters of URL-safe base64. White space around it does not matter.
    ///
    /// - Parameter origin: where the text came from, for the message.
    public init(text: Secret, from origin: String) throws(VaultFailure) {
        let trimmed = text.reveal().trimmingCharacters(in: .whitespacesAndNewlines)
        let failure = VaultFailure(
            .keyMalformed, "\(origin) holds no key of a vault",
            label: "a key is `\(Self.prefix)` and 43 letters, digits, `-` or `_`",
            help: ["a pass-phrase only opens a vault that was made with `ulak vault init --passphrase`"])
        guard trimmed.hasPrefix(Self.prefix) else { throw failure }
        let body = trimmed.dropFirst(Self.prefix.count).replacing("-", with: "+").replacing("_", with: "/")
        guard body.utf8.count == 43, let bytes = VaultBytes.bytes(base64: body + "="), bytes.count == 32 else { throw failure }
        self.init(key: SymmetricKey(data: bytes))
    }

    /// The text of the key, for a key file.
    public var text: Secret {
        let body = key.withUnsafeBytes { Data($0).base64EncodedString() }
        return Secret(
            Self.prefix + body.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: ""))
    }

    // MARK: Pass-phrase

    /// The key that a pass-phrase gives with a new salt.
    public static func fromNewPassphrase(_ passphrase: Secret) throws(VaultFailure) -> MasterKey {
        let salt = [UInt8]((0..<16).map { _ in UInt8.random(in: .min ... .max) })
        guard let parameters = ScryptParameters.recommended(salt: salt) else {
            preconditionFailure("the recommended parameters are within the bounds")
        }
        return try MasterKey(newPassphrase: passphrase, parameters: parameters)
    }

    init(newPassphrase passphrase: Secret, parameters: ScryptParameters) throws(VaultFailure) {
        guard parameters.memory >= ScryptParameters.leastMemory else {
            throw VaultFailure(
                .scryptBounds, "a new vault needs scrypt parameters that take at least 64 MiB", label: ScryptParameters.bounds)
        }
        try self.init(passphrase: passphrase, parameters: parameters)
    }

    /// The key that a pass-phrase gives with the parameters of a vault.
    init(passphrase: Secret, parameters: ScryptParameters) throws(VaultFailure) {
        do {
            let derived = try passphrase.withBytes { bytes in
                try KDF.Scrypt.deriveKey(
                    from: Data(bytes), salt: parameters.salt, outputByteCount: 32, rounds: parameters.n,
                    blockSize: parameters.r, parallelism: parameters.p, maxMemory: 2 * parameters.memory + (1 << 20))
            }
            self.init(key: derived, scrypt: parameters)
        } catch {
            throw VaultFailure(
                .scryptBounds, "the pass-phrase could not be turned into a key",
                label: "scrypt needs \(parameters.memory >> 20) MiB of memory")
        }
    }

    // MARK: Keys of a vault

    /// Wraps the data key of one vault.
    func wrappingKey(vault id: String) -> SymmetricKey { derived("wrap", vault: id, byteCount: 32) }

    /// Tells whether a key belongs to a vault, without telling the key.
    func fingerprint(vault id: String) -> String {
        derived("fingerprint", vault: id, byteCount: 8).withUnsafeBytes { VaultBytes.hex($0) }
    }

    private func derived(_ purpose: String, vault id: String, byteCount: Int) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: key, salt: Data(id.utf8), info: Data("ulak-vault/1 \(purpose)".utf8), outputByteCount: byteCount)
    }
}
