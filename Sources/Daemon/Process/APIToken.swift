import Crypto
import Foundation
import WorkflowModel

/// The token that callers of the API bring.
///
/// `ULAK_API_TOKEN`, or the file `api-token` beside the journal, which is made where others than this machine can reach the API. On
/// loopback without either there is none: who can use this machine's loopback is as near as who can read the journal.
public enum APIToken {
    public static func path(journal: String) -> String {
        URL(fileURLWithPath: journal).deletingLastPathComponent().appending(path: "api-token").path
    }

    /// - Returns: the token, and the file that it stands in, where it stands in one.
    public static func find(
        environment: [String: String], journal: String, host: String
    ) throws(APITokenError) -> (value: Secret?, path: String?) {
        if let token = environment["ULAK_API_TOKEN"], !token.isEmpty { return (Secret(token), nil) }
        let path = path(journal: journal)
        if FileManager.default.fileExists(atPath: path) { return (try read(path), path) }
        guard !["127.0.0.1", "::1", "localhost"].contains(host) else { return (nil, nil) }
        let token = SymmetricKey(size: .bits256).withUnsafeBytes { bytes in
            bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
        guard
            FileManager.default.createFile(
                atPath: path, contents: Data((token + "\n").utf8), attributes: [.posixPermissions: 0o600])
        else { throw APITokenError(message: "cannot make the file `\(path)` for the token of the API") }
        return (Secret(token), path)
    }

    private static func read(_ path: String) throws(APITokenError) -> Secret {
        var status = stat()
        guard stat(path, &status) == 0, let data = FileManager.default.contents(atPath: path) else {
            throw APITokenError(message: "cannot read the token of the API in `\(path)`")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw APITokenError(message: "others can read the token of the API: chmod 600 \(path)")
        }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.count >= 16 else {
            throw APITokenError(message: "the token of the API in `\(path)` is too short; it needs 16 characters at least")
        }
        return Secret(text)
    }
}

/// Why the API has no token.
public struct APITokenError: Error, Equatable, Sendable, CustomStringConvertible {
    public let message: String
    public var description: String { message }
}
