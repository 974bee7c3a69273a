import Foundation
import Values

/// Speaks to iletiMerkezi the way the vendor's server for language models does: the input of a tool is the payload object of its
/// endpoint, and a call is good when HTTP is 2xx and the inner code is absent or 200.
struct IletiMerkeziTools: Sendable {
    let client: SandboxClient

    /// The eleven tools: the path and the name of the payload object, where there is one.
    static let all: [String: (path: String, payload: String?)] = [
        "send_sms": ("send-sms", "order"), "cancel_order": ("cancel-order", "order"), "get_report": ("get-report", "order"),
        "get_reports": ("get-reports", "filter"), "get_balance": ("get-balance", nil), "get_sender": ("get-sender", nil),
        "get_blacklist": ("get-blacklist", "blacklist"), "add_blacklist": ("add-blacklist", "blacklist"),
        "delete_blacklist": ("delete-blacklist", "blacklist"), "iys_register": ("consent/create", "consent"),
        "iys_check": ("consent/show", "consent"),
    ]

    struct Answer: Sendable {
        let isGood: Bool
        let code: Int?
        let payload: Value
    }

    func call(_ tool: String, _ input: Value = [:]) async throws -> Answer {
        guard let (path, payload) = Self.all[tool] else { preconditionFailure("there is no tool \(tool)") }
        var request: ValueObject = ["authentication": ["key": "sandbox-key", "hash": "sandbox-hash"]]
        if let payload { request[payload] = input }
        let reply = try await client.send(
            "POST", "/iletimerkezi/v1/\(path)/json", body: JSONWriter().write(["request": .object(request)]),
            headers: [("Content-Type", "application/json"), ("Accept", "application/json")], timeoutSeconds: 30)
        let response = reply.json["response"] ?? .null
        let code = response["status"]?["code"].flatMap { $0.intValue.map { Int($0) } ?? $0.stringValue.flatMap { Int($0) } }
        return Answer(isGood: (200..<300).contains(reply.status) && (code ?? 200) == 200, code: code, payload: response)
    }
}

/// Speaks to iletiMerkezi the way the community's package for n8n does: one GET, its parameters in the address.
struct IletiMerkeziQueryClient: Sendable {
    let client: SandboxClient

    func send(_ text: String, to numbers: [String], sender: String = "DEMOCO", key: String = "sandbox-key") async throws
        -> SandboxClient.Reply
    {
        func escaped(_ text: String) -> String {
            // As `encodeURIComponent` does, but with the plus sign of older form encoders for a space.
            let safe = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'()")
            return text.split(separator: " ", omittingEmptySubsequences: false)
                .map { String($0).addingPercentEncoding(withAllowedCharacters: safe) ?? "" }.joined(separator: "+")
        }
        return try await client.send(
            "GET",
            "/iletimerkezi/v1/send-sms/get/?key=\(key)&hash=sandbox-hash&text=\(escaped(text))"
                + "&receipents=\(numbers.map(escaped).joined(separator: ","))&sender=\(escaped(sender))&iys=0&iysList=BIREYSEL")
    }
}

/// Speaks to iletiMerkezi the way shop plugins do: XML without `/json` in the path, a user with a password, texts in CDATA, and
/// elements that are there but empty.
struct IletiMerkeziXMLClient: Sendable {
    let client: SandboxClient
    var password = "sandbox-hash"

    func call(_ operation: String, _ fields: String) async throws -> SandboxClient.Reply {
        try await post(
            operation,
            """
            <?xml version="1.0" encoding="UTF-8" ?>
            <request>
              <authentication>
                <username>sandbox-key</username>
                <password>\(password)</password>
              </authentication>
              \(fields)
            </request>
            """)
    }

    func post(_ operation: String, _ body: String) async throws -> SandboxClient.Reply {
        try await client.send(
            "POST", "/iletimerkezi/v1/\(operation)", body: Array(body.utf8), headers: [("Content-Type", "text/xml")])
    }

    func send(_ texts: [(text: String, numbers: [String])], consent: String = "<iys>0</iys>") async throws
        -> SandboxClient.Reply
    {
        let messages = texts.map { text, numbers in
            """
            <message>
              <text><![CDATA[\(text)]]></text>
              <receipents>\(numbers.map { "<number>\($0)</number>" }.joined(separator: "\n"))</receipents>
            </message>
            """
        }
        return try await call(
            "send-sms",
            "<order><sender>DEMOCO</sender><sendDateTime></sendDateTime>\(consent)\(messages.joined())</order>")
    }

    /// What is inside an element, each time that it comes; these clients look no closer.
    static func inside(_ name: String, of reply: SandboxClient.Reply) -> [String] {
        reply.text.components(separatedBy: "<\(name)>").dropFirst()
            .map { $0.components(separatedBy: "</\(name)>")[0] }
    }
}

/// How the libraries take delivery reports of iletiMerkezi apart; two of them look for another body than the real one.
enum IletiMerkeziReportParser {
    struct Report: Equatable {
        let id: Int64?
        let order: Int64?
        let status: String?
        let to: String?
        let text: String?
    }

    /// PHP and Go.
    static func real(_ body: Value) -> Report {
        let report = body["report"] ?? .null
        return Report(
            id: report["id"]?.intValue, order: report["packet_id"]?.intValue, status: report["status"]?.stringValue,
            to: report["to"]?.stringValue, text: report["body"]?.stringValue)
    }

    /// Node: flat fields that no report has.
    static func flat(_ body: Value) -> Report {
        Report(
            id: nil, order: body["orderId"]?.intValue, status: body["status"]?.stringValue, to: body["number"]?.stringValue,
            text: nil)
    }

    /// Python: the status as a numeric code, which it is not in a report.
    static func numericStatus(_ body: Value) -> String? {
        [110: "WAITING", 111: "DELIVERED", 112: "UNDELIVERED"][body["report"]?["status"]?.intValue ?? 0]
    }
}
