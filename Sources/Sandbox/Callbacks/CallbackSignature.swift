import Crypto
import Foundation

/// The headers with which TurkeySMS signs a report: an HMAC over the bytes of the body, and nothing but them.
enum CallbackSignature {
    static func headers(for body: [UInt8], target: CallbackTarget, now: Date) -> [(name: String, value: String)] {
        let key = SymmetricKey(data: Data(target.secret.utf8))
        let digest: [UInt8] =
            switch target.algorithm {
            case .sha256: Array(HMAC<SHA256>.authenticationCode(for: body, using: key))
            case .sha512: Array(HMAC<SHA512>.authenticationCode(for: body, using: key))
            }
        let hex = digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        let signature = target.signatureForm == .bare ? hex : "\(target.algorithm.rawValue)=\(hex)"
        return [
            ("X-TurkeySMS-Signature", signature),
            ("X-TurkeySMS-Timestamp", String(Int(now.timeIntervalSince1970.rounded(.down)))),
        ]
    }
}
