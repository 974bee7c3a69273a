import Expressions
import NodeCatalog
import RunEngine
import Values
import WorkflowModel

/// Sends the requests of nodes, as far as limits let them leave.
struct RequestSender: Sendable {
    let transport: any HTTPTransport
    let limits: RequestLimits

    /// - Parameters:
    ///   - cost: what the request takes of its credential's rate.
    ///   - read: what the exchange means.
    func send(
        _ request: HTTPRequest, for invocation: NodeInvocation, cost: (perSecond: Int, cost: Int)? = nil,
        _ read: (Exchange) -> NodeOutcome
    ) async -> NodeOutcome {
        let call = RequestLimits.Call(
            host: request.host, credential: invocation.credential,
            claimant: .init(
                run: invocation.run, key: AttemptKey(step: invocation.step, item: invocation.item, attempt: invocation.attempt)),
            isResend: invocation.isResend, rate: cost)
        if let refusal = limits.refusal(of: call) { return refusal }
        let outcome = read(await transport.send(request, timeout: invocation.timeout))
        limits.note(outcome, of: call)
        return outcome
    }
}

extension HTTPRequest {
    /// The host of the address with its port, in lower case; without user and password.
    var host: String {
        var rest = url.utf8[...]
        // Only the first colon can end a scheme.
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")), rest[colon...].starts(with: "://".utf8) {
            rest = rest[rest.index(colon, offsetBy: 3)...]
        }
        rest = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        if let at = rest.lastIndex(of: UInt8(ascii: "@")) { rest = rest[rest.index(after: at)...] }
        return Substring(rest).lowercased()
    }
}

extension RateCost {
    /// What a request with these parameters takes. A cost that has no value is that of one message.
    func charge(_ parameters: ValueObject) -> (perSecond: Int, cost: Int) {
        let value = try? self.cost.evaluate(DictionaryActivation(["params": .object(parameters)] as [String: Value])).json()
        return (perSecond, value?.intValue.map { Int(clamping: $0) } ?? 1)
    }
}
