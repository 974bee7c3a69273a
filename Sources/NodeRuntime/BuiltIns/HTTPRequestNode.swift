import Foundation
import NodeCatalog
import RunEngine
import Values
import WorkflowModel

/// `http.request`: one request to any address.
struct HTTPRequestNode: NativeNode {
    let sender: RequestSender
    let userAgent: String

    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome {
        let request: HTTPRequest
        do throws(NodeFailure) {
            request = try build(parameters, credential)
        } catch {
            return .failed(error)
        }
        if let credential, parameters["auth"]?.stringValue != nil {
            let hosts = AllowedHosts(text: credential.fields[AllowedHosts.field]?.reveal() ?? "")
            if let refusal = hosts.refusal(of: request, credential: credential.name) { return .failed(refusal) }
        }
        let expected = parameters["expect"]?.listValue?.compactMap(\.intValue)
        return await sender.send(request, for: invocation) { exchange in
            outcome(exchange, method: request.method, expected: expected, at: invocation.now)
        }
    }

    private func build(_ parameters: ValueObject, _ credential: Credential?) throws(NodeFailure) -> HTTPRequest {
        var url = parameters["url"]?.stringValue ?? ""
        if let query = parameters["query"]?.objectValue { url = FormEncoding.url(url, adding: query) }
        var headers: [(name: String, value: String)] = []
        var names: Set<String> = []
        for (name, value) in parameters["headers"]?.objectValue ?? [:] where !value.isNull {
            let text = value.plainText
            guard !text.unicodeScalars.contains(where: { $0 == "\r" || $0 == "\n" || $0 == "\0" }) else {
                throw NodeFailure(code: "parameter", class: .input, message: "the header `\(name)` holds a line end")
            }
            headers.append((name, text))
            names.insert(name.lowercased())
        }
        var body: [UInt8] = []
        var contentType: String?
        if let form = parameters["form"]?.objectValue {
            body = Array(FormEncoding.encode(form).utf8)
            contentType = "application/x-www-form-urlencoded"
        } else {
            switch parameters["body"] ?? .null {
            case .null: break
            case .string(let text):
                body = Array(text.utf8)
                contentType = "text/plain; charset=utf-8"
            case let value:
                body = JSONWriter().write(value)
                contentType = "application/json"
            }
        }
        if let contentType, !names.contains("content-type") { headers.append(("Content-Type", contentType)) }
        if !names.contains("user-agent") { headers.append(("User-Agent", userAgent)) }
        if let scheme = parameters["auth"]?.stringValue {
            headers.append(try authorization(scheme, header: parameters["auth_header"]?.stringValue, credential))
        }
        return HTTPRequest(method: parameters["method"]?.stringValue ?? "GET", url: url, headers: headers, body: body)
    }

    private func authorization(
        _ scheme: String, header: String?, _ credential: Credential?
    ) throws(NodeFailure) -> (name: String, value: String) {
        func field(_ name: String) throws(NodeFailure) -> String {
            guard let secret = credential?.fields[name] else {
                throw NodeFailure(
                    code: "credential_missing", class: .credential,
                    message: "`auth: \(scheme)` needs a credential with the field `\(name)`")
            }
            return secret.reveal()
        }
        switch scheme {
        case "bearer": return ("Authorization", "Bearer \(try field("token"))")
        case "basic":
            let pair = "\(try field("username")):\(try field("password"))"
            return ("Authorization", "Basic \(Data(pair.utf8).base64EncodedString())")
        default: return (header ?? "Authorization", try field("value"))
        }
    }

    // MARK: Answer

    private func outcome(_ exchange: Exchange, method: String, expected: [Int64]?, at now: Timestamp) -> NodeOutcome {
        let isSend = method == "POST" || method == "PATCH"
        func open(_ kind: UnknownReason.Kind, _ message: String) -> NodeOutcome {
            isSend
                ? .unknown(UnknownReason(kind, message: message))
                : .failed(NodeFailure(code: kind.rawValue, class: .unavailable, message: message))
        }
        switch exchange {
        case .notSent(let message): return .failed(NodeFailure(code: "not_sent", class: .unavailable, message: message))
        case .timedOut(let message): return open(.timeout, message)
        case .broken(let message): return open(.reset, message)
        case .tooLarge(let status, let limit):
            return open(.unreadable, "the answer (HTTP \(status)) is larger than \(limit >> 20) MiB")
        case .answered(let response):
            let isExpected = expected.map { $0.contains(Int64(response.status)) } ?? (200..<300).contains(response.status)
            if isExpected { return .succeeded(Self.output(response)) }
            let retryAfter = RetryAfter.duration(in: response, at: now)
            if isSend, response.status == 408 { return open(.timeout, "HTTP 408") }
            if isSend, response.status >= 500, response.status != 503 || retryAfter == nil {
                return .unknown(UnknownReason(.serverError, message: "HTTP \(response.status)"))
            }
            return .failed(
                NodeFailure(
                    code: "http_\(response.status)", class: OperationInterpreter.failureClass(ofStatus: response.status),
                    message: "HTTP \(response.status)", retryAfter: retryAfter))
        }
    }

    private static func output(_ response: HTTPResponse) -> Value {
        let isJSON = response.header("content-type")?.lowercased().contains("json") ?? false
        let body: Value =
            if response.body.isEmpty {
                .null
            } else if isJSON, let value = try? JSONReader().read(response.body) {
                value
            } else {
                .string(String(decoding: response.body, as: UTF8.self))
            }
        return ["status": .int(Int64(response.status)), "headers": response.headerMap, "body": body]
    }
}
