import Crypto

/// Makes one-time codes and what is kept of them.
enum OneTimeCodeDigest {
    /// Digits from the system's cryptographic source.
    static func code(digits: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return String((0..<digits).map { _ in Character(String(Int.random(in: 0...9, using: &generator))) })
    }

    static func salt() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// Bound to recipient and purpose, so that a row moved to another number opens nothing.
    static func digest(_ code: String, recipient: String, purpose: String, salt: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message(code, recipient, purpose), using: SymmetricKey(data: salt)))
    }

    /// In constant time.
    static func matches(_ code: String, recipient: String, purpose: String, salt: [UInt8], digest: [UInt8]) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(
            digest, authenticating: message(code, recipient, purpose), using: SymmetricKey(data: salt))
    }

    private static func message(_ code: String, _ recipient: String, _ purpose: String) -> [UInt8] {
        Array("\(recipient)\0\(purpose)\0\(code)".utf8)
    }
}
