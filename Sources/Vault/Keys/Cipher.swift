import Crypto
import Foundation

/// AES-256-GCM with a random nonce, as the format uses it: nonce (12 bytes), ciphertext, tag (16 bytes) in one.
struct Cipher: Sendable {
    let key: SymmetricKey

    /// - Parameter nonce: 12 bytes that were never used with this key.
    func seal(_ plaintext: [UInt8], _ place: AssociatedData, nonce: [UInt8]) -> [UInt8] {
        guard let nonce = try? AES.GCM.Nonce(data: nonce),
            let box = try? AES.GCM.seal(plaintext, using: key, nonce: nonce, authenticating: place.bytes),
            let combined = box.combined
        else { preconditionFailure("AES-GCM takes any text with a nonce of 12 bytes") }
        return [UInt8](combined)
    }

    /// Nil when key, place or bytes are not those of the sealing.
    func open(_ sealed: [UInt8], _ place: AssociatedData) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let plaintext = try? AES.GCM.open(box, using: key, authenticating: place.bytes)
        else { return nil }
        return [UInt8](plaintext)
    }
}

/// What a sealed text is bound to: its purpose and its place, a line each. No part holds a line end.
struct AssociatedData: Sendable {
    let bytes: [UInt8]

    private init(_ parts: [String]) {
        bytes = Array((["ulak-vault/1"] + parts).joined(separator: "\n").utf8)
    }

    /// A data key under a master key.
    static func key(vault id: String, scrypt: ScryptParameters?) -> AssociatedData {
        let derivation = scrypt.map { "scrypt \($0.n) \($0.r) \($0.p) \(VaultBytes.hex($0.salt))" } ?? "random"
        return AssociatedData(["key", id, derivation])
    }

    static func value(vault id: String, credential: String, field: String, version: Int64) -> AssociatedData {
        AssociatedData(["value", id, credential, field, String(version)])
    }

    static func seal(vault id: String, revision: Int64) -> AssociatedData {
        AssociatedData(["seal", id, String(revision)])
    }
}

/// Fills a value up to a multiple of 32 bytes, so that its sealed form does not tell how long it is (ISO/IEC 7816-4).
enum Padding {
    static let block = 32

    static func added(to value: [UInt8]) -> [UInt8] {
        let padded = value + [0x80]
        return padded + [UInt8](repeating: 0, count: (block - padded.count % block) % block)
    }

    /// Nil when it was not padded.
    static func removed(from padded: [UInt8]) -> [UInt8]? {
        guard let mark = padded.lastIndex(where: { $0 != 0 }), padded[mark] == 0x80, padded.count % block == 0 else { return nil }
        return Array(padded[..<mark])
    }
}
