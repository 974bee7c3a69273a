import Expressions
import NodeCatalog
import Values
import WorkflowModel

/// Turns an operation of a manifest into a request, and its answer into an outcome. Pure; the sending happens elsewhere.
struct OperationInterpreter {
    let manifest: NodeManifest
    let operation: HTTPOperation
    /// Checked parameters.
    let parameters: ValueObject

    // MARK: Request

    /// The request, with the secrets in it.
    ///
    /// - Parameter page: which page of a list is asked for.
    func request(
        baseURL: String, credential: Credential?, userAgent: String, page: Int = 1
    ) throws(PlacedEvaluationError) -> HTTPRequest {
        var secrets = ValueObject()
        for field in manifest.credentialFields {
            secrets.set(field.name, to: credential?.fields[field.name].map { .string($0.reveal()) } ?? .null)
        }
        let activation = DictionaryActivation(
            ["params": .object(parameters), "credential": .object(secrets), "page": .int(Int64(page))] as [String: Value])
        var url = baseURL + (try operation.path.evaluate(activation).plainText)
        if let query = try operation.query?.evaluateLeavingOutNulls(activation).objectValue {
            url = FormEncoding.url(url, adding: query)
        }
        var headers: [(name: String, value: String)] = [("User-Agent", userAgent), ("Accept", "application/json")]
        var body: [UInt8] = []
        switch operation.body {
        case .none: break
        case .json(let template):
            headers.append(("Content-Type", "application/json"))
            body = JSONWriter().write(try template.evaluateLeavingOutNulls(activation))
        case .form(let template):
            headers.append(("Content-Type", "application/x-www-form-urlencoded"))
            body = Array(FormEncoding.encode(try template.evaluateLeavingOutNulls(activation).objectValue ?? [:]).utf8)
        }
        for (name, value) in try operation.headers?.evaluateLeavingOutNulls(activation).objectValue ?? [:] {
            headers.append((name, value.plainText))
        }
        return HTTPRequest(method: operation.method, url: url, headers: headers, body: body)
    }

    // MARK: Answer

    /// What an exchange says before anything is taken out of the answer.
    enum Reading {
        /// The provider did what was asked; outputs are made from these variables.
        case accepted([String: Value])
        /// The provider refuses the repeat because it did what was asked before, and tells no more than that.
        case repeated([String: Value])
        case settled(NodeOutcome)

        var isKnownRepeat: Bool { if case .repeated = self { true } else { false } }
    }

    /// What a reading means for a step with that effect.
    func outcome(_ reading: Reading, _ effect: NodeEffect) -> NodeOutcome {
        switch reading {
        case .settled(let outcome): outcome
        case .accepted(let variables), .repeated(let variables): output(variables, effect)
        }
    }

    /// - Parameter now: our clock, for a `Retry-After` in an answer that has no `Date`.
    func read(_ exchange: Exchange, effect: NodeEffect, isResend: Bool, at now: Timestamp) -> Reading {
        switch exchange {
        case .notSent(let message):
            return .settled(.failed(NodeFailure(code: "not_sent", class: .unavailable, message: message)))
        case .timedOut(let message): return .settled(open(.timeout, message, effect))
        case .broken(let message): return .settled(open(.reset, message, effect))
        case .tooLarge(let status, let limit):
            return .settled(open(.unreadable, "the answer (HTTP \(status)) is larger than \(limit >> 20) MiB", effect))
        case .answered(let response): return answer(response, effect: effect, isResend: isResend, at: now)
        }
    }

    /// Nobody knows whether it was applied: for a send that is an outcome of its own, everything else may be repeated.
    private func open(_ kind: UnknownReason.Kind, _ message: String, _ effect: NodeEffect, code: String? = nil) -> NodeOutcome {
        effect == .send
            ? .unknown(UnknownReason(kind, message: message))
            : .failed(NodeFailure(code: code ?? kind.rawValue, class: .unavailable, message: message))
    }

    private func answer(_ response: HTTPResponse, effect: NodeEffect, isResend: Bool, at now: Timestamp) -> Reading {
        let body = try? JSONReader().read(response.body)
        guard let body, case .object = body else { return .settled(withoutJSON(response, effect, at: now)) }
        var variables: [String: Value] = [
            "params": .object(parameters), "status": .int(Int64(response.status)), "headers": response.headerMap,
            "body": body,
            "success_codes": .list(operation.successCodes.map(Value.string)), "code": "",
        ]
        func text(_ expression: PlacedExpression) -> String? {
            guard let value = try? expression.evaluate(DictionaryActivation(variables)).json(), !value.isNull else { return nil }
            return value.plainText
        }
        let code = text(operation.response.code) ?? ""
        variables["code"] = .string(code)
        func isTrue(_ expression: PlacedExpression) -> Bool {
            (try? expression.evaluate(DictionaryActivation(variables)).isTrue) ?? false
        }
        let meaning = operation.codes[code] ?? manifest.provider?.codes[code]
        let isSuccess = isTrue(operation.response.success)
        if !isSuccess, response.status >= 500, effect == .send {
            let message = describe(code, meaning, text(operation.response.message), response.status)
            return .settled(.unknown(UnknownReason(.serverError, message: message)))
        }
        if isSuccess || operation.doneAlready.map(isTrue) == true { return .accepted(variables) }
        if isResend, meaning?.failureClass == .duplicate { return .repeated(variables) }
        return .settled(
            .failed(
                NodeFailure(
                    code: code.isEmpty ? "http_\(response.status)" : code,
                    class: meaning?.failureClass ?? Self.failureClass(ofStatus: response.status),
                    message: describe(code, meaning, text(operation.response.message), response.status),
                    retryAfter: RetryAfter.duration(in: response, at: now))))
    }

    /// An answer that is no JSON object: a page of a proxy, half a body, or nothing.
    private func withoutJSON(_ response: HTTPResponse, _ effect: NodeEffect, at now: Timestamp) -> NodeOutcome {
        let what = response.body.isEmpty ? "an empty answer" : "an answer that is not JSON"
        let message = "\(what) (HTTP \(response.status)" + (response.header("content-type").map { ", \($0)" } ?? "") + ")"
        if response.status >= 500 { return open(.serverError, message, effect, code: "http_\(response.status)") }
        if response.status < 400 { return open(.unreadable, message, effect) }
        if response.status == 408 { return open(.timeout, message, effect, code: "http_408") }
        return .failed(
            NodeFailure(
                code: "http_\(response.status)", class: Self.failureClass(ofStatus: response.status), message: message,
                retryAfter: RetryAfter.duration(in: response, at: now)))
    }

    func output(_ variables: [String: Value], _ effect: NodeEffect) -> NodeOutcome {
        let activation = DictionaryActivation(variables)
        var output = ValueObject(minimumCapacity: operation.outputs.count)
        for (name, template) in operation.outputs {
            do throws(PlacedEvaluationError) {
                output.set(name, to: try template.evaluate(activation))
            } catch {
                // What was sent stays sent, even when the answer lacks a field; a read that gave nothing is worth another try.
                guard effect != .read else {
                    return .failed(
                        NodeFailure(
                            code: "unreadable", class: .unavailable,
                            message: "the answer has no usable `\(name)`: \(error.error.message)"))
                }
                output.set(name, to: .null)
            }
        }
        return .succeeded(.object(output))
    }

    private func describe(_ code: String, _ meaning: CodeMeaning?, _ wire: String?, _ status: Int) -> String {
        // The words of a code that is no failure would contradict the flag.
        var text =
            meaning.flatMap { $0.failureClass == nil ? nil : $0.meaning }
            ?? (code.isEmpty ? "HTTP \(status)" : "code \(code) (HTTP \(status))")
        if let wire, !wire.isEmpty { text += " (the provider says: \(wire))" }
        return text
    }

    /// For codes that no table knows (RFC 9110; the providers' pages, "treat unknown codes by HTTP class").
    static func failureClass(ofStatus status: Int) -> FailureClass {
        switch status {
        case 401, 407: .credential
        case 403, 404, 405, 410, 501, 505: .config
        case 402: .balance
        case 408, 425, 500...: .unavailable
        case 429: .rateLimited
        default: .input
        }
    }
}

extension ValueTemplate {
    /// Like `evaluate`, but a member whose template gives null is left out. Nulls inside values stay.
    func evaluateLeavingOutNulls(_ activation: some Activation) throws(PlacedEvaluationError) -> Value {
        switch self {
        case .literal, .template: return try evaluate(activation)
        case .list(let elements):
            var values: [Value] = []
            for element in elements { values.append(try element.evaluateLeavingOutNulls(activation)) }
            return .list(values)
        case .object(let members):
            var object = ValueObject(minimumCapacity: members.count)
            for (key, member) in members {
                let value = try member.evaluateLeavingOutNulls(activation)
                if !value.isNull { object.set(key, to: value) }
            }
            return .object(object)
        }
    }
}
