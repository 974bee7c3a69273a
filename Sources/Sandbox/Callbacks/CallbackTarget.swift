import Foundation
import Values

/// Where a provider sends its delivery reports, and how: what the vendors let a user set in their panels.
public struct CallbackTarget: Codable, Sendable, Equatable {
    /// TurkeySMS's pages show the header in two forms.
    public enum SignatureForm: String, Codable, Sendable, CaseIterable {
        /// `sha256=<hex>`
        case prefixed
        /// `<hex>` alone
        case bare
    }

    public enum Algorithm: String, Codable, Sendable, CaseIterable {
        case sha256
        case sha512
    }

    public static let defaultSecret = "sandbox-secret"

    /// `http` or `https`, on loopback.
    public let url: String
    /// Keys the signature of TurkeySMS; iletiMerkezi signs nothing.
    public var secret: String
    public var signatureForm: SignatureForm
    public var algorithm: Algorithm
    /// Seconds between a failed attempt and the next; when they are used up, the report is given up.
    public var retryDelays: [TimeInterval]
    /// Seconds until an attempt without an answer has failed.
    public var timeout: TimeInterval

    public static let defaultRetryDelays: [TimeInterval] = [1, 5, 25]
    public static let defaultTimeout: TimeInterval = 10

    public init(
        url: String, secret: String = CallbackTarget.defaultSecret, signatureForm: SignatureForm = .prefixed,
        algorithm: Algorithm = .sha256, retryDelays: [TimeInterval] = CallbackTarget.defaultRetryDelays,
        timeout: TimeInterval = CallbackTarget.defaultTimeout
    ) throws(CallbackTargetError) {
        guard let address = URLComponents(string: url), ["http", "https"].contains(address.scheme), let host = address.host,
            Loopback.contains(host)
        else {
            throw CallbackTargetError(
                "`\(url)` is no address on this machine, expected one such as `http://127.0.0.1:8080/reports`")
        }
        guard !secret.isEmpty else { throw CallbackTargetError("the secret is empty") }
        guard retryDelays.count <= 100, retryDelays.allSatisfy({ (0...86_400).contains($0) }) else {
            throw CallbackTargetError("`retry_delays` must be at most 100 numbers of seconds from 0 to 86400")
        }
        guard timeout > 0, timeout <= 600 else { throw CallbackTargetError("`timeout_seconds` must be above 0 and at most 600") }
        self.url = url
        self.secret = secret
        self.signatureForm = signatureForm
        self.algorithm = algorithm
        self.retryDelays = retryDelays
        self.timeout = timeout
    }
}

/// Why a target of delivery reports is refused.
public struct CallbackTargetError: Error, Equatable, Sendable, CustomStringConvertible {
    public let message: String

    public init(_ message: String) {
        self.message = message
    }

    public var description: String { message }
}

/// Hosts that are this machine.
enum Loopback {
    static func contains(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host == "[::1]"
            || (host.hasPrefix("127.") && host.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") })
    }
}
