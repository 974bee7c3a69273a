import Expressions
import Foundation
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
        let rest = url.range(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return (authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority).lowercased()
    }
}

extension RateCost {
    /// What a request with these parameters takes. A cost that has no value is that of one message.
    func charge(_ parameters: ValueObject) -> (perSecond: Int, cost: Int) {
        let value = try? self.cost.evaluate(DictionaryActivation(["params": .object(parameters)] as [String: Value])).json()
        return (perSecond, value?.intValue.map { Int(clamping: $0) } ?? 1)
    }
}
