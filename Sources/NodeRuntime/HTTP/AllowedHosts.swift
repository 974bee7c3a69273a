import Foundation
import WorkflowModel

/// The hosts that a credential may be sent to. A request for another one does not leave.
struct AllowedHosts: Sendable {
    /// In lower case; `*.example.com` stands for every name below `example.com`, `host:port` for that port only.
    let patterns: [String]

    /// The host of an address, as the client that sends the request reads it.
    init(ofAddress url: String) {
        patterns = [Self.place(url)?.host].compactMap { $0 }
    }

    init(patterns: [String]) {
        self.patterns = patterns.map { $0.lowercased() }
    }

    /// Reads the field `allow_hosts` of a credential: hosts with commas or spaces between.
    init(text: String) {
        self.init(patterns: text.split { $0 == "," || $0 == " " || $0 == "\n" }.map(String.init))
    }

    /// The name of the field in which a credential without a provider says where it may go.
    static let field = "allow_hosts"

    /// Nothing when the request may leave with the credential; else why not.
    func refusal(of request: HTTPRequest, credential: CredentialName) -> NodeFailure? {
        guard let (host, port) = Self.place(request.url) else {
            return NodeFailure(code: "host_not_allowed", class: .config, message: "the address of the request names no host")
        }
        let isAllowed = patterns.contains { pattern in
            if pattern.hasPrefix("*.") { return host.hasSuffix(pattern.dropFirst()) && host.count > pattern.count - 1 }
            return pattern == host || port.map { pattern == "\(host):\($0)" } ?? false
        }
        guard !isAllowed else { return nil }
        let hosts = patterns.map { "`\($0)`" }.joined(separator: ", ")
        return NodeFailure(
            code: "host_not_allowed", class: .config,
            message: "the credential `\(credential)` is not sent to `\(host)`: it is for \(hosts.isEmpty ? "no host" : hosts)")
    }

    private static func place(_ url: String) -> (host: String, port: Int?)? {
        // Programs differ in what a backslash means in front of a host.
        guard !url.contains("\\"), let parsed = URL(string: url), let host = parsed.host()?.lowercased(), !host.isEmpty else {
            return nil
        }
        return (host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host, parsed.port)
    }
}
