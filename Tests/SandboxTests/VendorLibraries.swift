import Foundation
import Values

/// Speaks to TurkeySMS the way the vendor's client libraries do: `mobile` for `sentto`, every option in every request, and of an
/// answer that is no 2xx nothing but an error of its own.
struct TurkeySMSLibrary: Sendable {
    let client: SandboxClient
    var apiKey = "sandbox-key"

    private func call(_ path: String, _ fields: ValueObject) async throws -> Value {
        var body: ValueObject = ["api_key": .string(apiKey)]
        body.merge(fields)
        body["response_type"] = "json"
        let reply: SandboxClient.Reply
        do {
            reply = try await client.send(
                "POST", "/turkeysms" + path, body: JSONWriter().write(.object(body)),
                headers: [("Content-Type", "application/json"), ("Accept", "application/json")], timeoutSeconds: 60)
        } catch {
            return Self.localError("no connection")
        }
        guard (200..<300).contains(reply.status) else { return Self.localError("HTTP \(reply.status)") }
        return reply.json
    }

    /// A code that only these libraries know; no server sends it.
    private static func localError(_ message: String) -> Value {
        ["status": "error", "result": false, "result_code": "LOCAL-ERR", "result_message": .string(message)]
    }

    func sendSMS(title: String, text: String, mobile: String, language: Int = 0) async throws -> Value {
        try await call(
            "/sms/send",
            [
                "title": .string(title), "text": .string(text), "mobile": .string(mobile), "report": 1,
                "sms_lang": .int(Int64(language)), "content_type": 0,
            ])
    }

    func sendOTP(mobile: String, language: Int = 0, digits: Int = 4) async throws -> Value {
        try await call(
            "/otp/send",
            ["mobile": .string(mobile), "report": 1, "lang": .int(Int64(language)), "digits": .int(Int64(digits))])
    }

    func sendCustomOTP(title: String, text: String, mobile: String, digits: Int = 4) async throws -> Value {
        try await call(
            "/otp/detailed",
            [
                "title": .string(title), "text": .string(text), "mobile": .string(mobile), "report": 1, "lang": 0,
                "digits": .int(Int64(digits)),
            ])
    }

    func balance() async throws -> Value? { try await call("/balance/", [:])["balance"] }
    func addToBlacklist(_ number: String) async throws -> Value {
        try await call("/blacklist/add", ["number": .string(number)])
    }
    func status(_ id: Value) async throws -> Value { try await call("/sms/status", ["sms_id": id]) }
}

/// Speaks to iletiMerkezi the way the vendor's client libraries do: integers for `iys`, empty text for "now", an array of messages
/// for texts of their own, pages counted by 30 and by 1000.
struct IletiMerkeziLibrary: Sendable {
    let client: SandboxClient
    var key = "sandbox-key"
    var hash = "sandbox-hash"
    var sender = "DEMOCO"

    /// What these libraries hand back: the HTTP status decides, the rest is the payload.
    struct Answer: Sendable {
        let isSuccess: Bool
        let payload: Value
        let message: String
    }

    /// What these libraries throw: they look at the HTTP status alone, and only from 500 on.
    struct ServerError: Error, Equatable {
        let status: Int
    }

    private func call(_ operation: String, _ fields: ValueObject) async throws -> Answer {
        var request: ValueObject = ["authentication": ["key": .string(key), "hash": .string(hash)]]
        request.merge(fields)
        let reply = try await client.send(
            "POST", "/iletimerkezi/v1/\(operation)/json", body: JSONWriter().write(["request": .object(request)]),
            headers: [("Content-Type", "application/json"), ("Accept", "application/json")])
        guard reply.status < 500 else { throw ServerError(status: reply.status) }
        let response = reply.json["response"] ?? .null
        return Answer(
            isSuccess: reply.status == 200, payload: response, message: response["status"]?["message"]?.stringValue ?? "")
    }

    private func order(_ message: Value, date: String, consentList: String?) -> ValueObject {
        [
            "order": [
                "sender": .string(sender), "sendDateTime": .string(date), "iys": consentList == nil ? 0 : 1,
                "iysList": .string(consentList ?? "BIREYSEL"), "message": message,
            ]
        ]
    }

    func send(_ text: String, to numbers: [String], date: String = "", consentList: String? = nil) async throws -> Answer {
        let message: Value = [
            "text": .string(text), "receipents": ["number": .list(numbers.map(Value.string))],
        ]
        return try await call("send-sms", order(message, date: date, consentList: consentList))
    }

    func send(_ texts: [(number: String, text: String)]) async throws -> Answer {
        let messages = texts.map { entry -> Value in
            ["text": .string(entry.text), "receipents": ["number": [.string(entry.number)]]]
        }
        return try await call("send-sms", order(.list(messages), date: "", consentList: nil))
    }

    func cancel(_ id: Int64) async throws -> Answer { try await call("cancel-order", ["order": ["id": .int(id)]]) }

    func report(_ id: Int64, page: Int = 1, rows: Int = 1000) async throws -> Answer {
        try await call("get-report", ["order": ["id": .int(id), "page": .int(Int64(page)), "rowCount": .int(Int64(rows))]])
    }

    /// Every order of the days, page by page.
    func reports(from start: String, to end: String) async throws -> [Value] {
        var orders: [Value] = []
        var page = 1
        while true {
            let answer = try await call(
                "get-reports", ["filter": ["start": .string(start), "end": .string(end), "page": .int(Int64(page))]])
            orders += answer.payload["orders"]?.listValue ?? []
            let count = answer.payload["count"]?.intValue ?? 0
            guard page < (Int(count) + 29) / 30 else { return orders }
            page += 1
        }
    }

    func balance() async throws -> Value? { try await call("get-balance", [:]).payload["balance"] }
    func senders() async throws -> Value? { try await call("get-sender", [:]).payload["senders"]?["sender"] }
    func blacklist() async throws -> Value? {
        try await call("get-blacklist", ["blacklist": ["page": 1, "rowCount": 1000]]).payload["blacklist"]
    }
    func block(_ number: String) async throws -> Answer {
        try await call("add-blacklist", ["blacklist": ["number": .string(number)]])
    }
    func unblock(_ number: String) async throws -> Answer {
        try await call("delete-blacklist", ["blacklist": ["number": .string(number)]])
    }
}
