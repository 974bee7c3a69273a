import NodeCatalog
import RunEngine
import Values
import WorkflowModel

/// `otp.deliver`: makes a code, keeps its digest and sends it as a text through one provider.
///
/// The code exists in this call only: the journal has the text with its placeholder, the store a salted digest.
struct OneTimeCodeDeliveryNode: NativeNode {
    let store: (any OneTimeCodeStore)?
    /// Carries out the provider's own node.
    let deliver: @Sendable (NodeInvocation) async -> NodeOutcome

    static let placeholder = "{code}"
    static let window = Duration.seconds(3600)

    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome {
        guard let store else { return OneTimeCodeVerificationNode.withoutStore }
        func text(_ name: String) -> String { parameters[name]?.stringValue ?? "" }
        let recipient = text("to"), purpose = text("purpose"), provider = text("provider")
        let lifetime = Duration(text: text("expires_in")) ?? .seconds(300)
        let code = OneTimeCodeDigest.code(digits: Int(parameters["digits"]?.intValue ?? 6))
        let salt = OneTimeCodeDigest.salt()
        let kept = OneTimeCode(
            id: salt.map { String($0, radix: 16) }.joined(separator: "-"),
            recipient: recipient, purpose: purpose, salt: salt,
            digest: OneTimeCodeDigest.digest(code, recipient: recipient, purpose: purpose, salt: salt),
            issuedAt: invocation.now, expiresAt: invocation.now + lifetime,
            attempts: Int(parameters["attempts"]?.intValue ?? 3))
        do throws(JournalError) {
            let most = Int(parameters["per_hour"]?.intValue ?? 5)
            if let next = try await store.issue(kept, atMost: most, within: Self.window) {
                return .failed(
                    NodeFailure(
                        code: "otp_limit", class: .input,
                        message: "\(most) codes went to this number within an hour; the next one is possible at \(next)"))
            }
        } catch {
            return .failed(NodeFailure(code: "otp_store", class: .unavailable, message: error.message))
        }
        var inner = invocation
        inner.node = NodeName("\(provider).send_sms")
        inner.parameters = Self.message(
            provider, sender: text("sender"), to: recipient, text: text("text").replacing(Self.placeholder, with: code))
        let outcome = await deliver(inner)
        return await conclude(outcome, kept, provider, store).withoutCode(code)
    }

    private static func message(_ provider: String, sender: String, to recipient: String, text: String) -> Value {
        var parameters: ValueObject = ["sender": .string(sender), "to": .string(recipient), "text": .string(text)]
        // A code is no commercial content.
        if provider == "iletimerkezi" { parameters.set("iys", to: false) }
        return .object(parameters)
    }

    private func conclude(
        _ outcome: NodeOutcome, _ code: OneTimeCode, _ provider: String, _ store: any OneTimeCodeStore
    ) async -> NodeOutcome {
        switch outcome {
        case .succeeded(let output):
            return .succeeded([
                "provider": .string(provider), "message_id": output.objectValue?["message_id"] ?? .null,
                "expires_at": .string(code.expiresAt.description),
            ])
        case .failed, .snoozed:
            // Surely not sent. When this cannot be noted, the code nobody knows expires by itself.
            try? await store.withdraw(code.id)
            return outcome
        case .unknown: return outcome
        }
    }
}

/// `otp.verify`: whether a code is the one that was sent.
struct OneTimeCodeVerificationNode: NativeNode {
    let store: (any OneTimeCodeStore)?

    static let withoutStore = NodeOutcome.failed(
        NodeFailure(code: "otp_store", class: .config, message: "one-time codes need a journal to be kept in"))

    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome {
        guard let store else { return Self.withoutStore }
        let recipient = parameters["to"]?.stringValue ?? "", purpose = parameters["purpose"]?.stringValue ?? ""
        let code = (parameters["code"]?.stringValue ?? "").filter { !$0.isWhitespace }
        let claimant = "\(invocation.run)/\(invocation.step)" + (invocation.item.map { "/\($0)" } ?? "")
        do throws(JournalError) {
            let verdict = try await store.verify(recipient: recipient, purpose: purpose, by: claimant, at: invocation.now) {
                OneTimeCodeDigest.matches(code, recipient: recipient, purpose: purpose, salt: $0, digest: $1)
            }
            return .succeeded(verdict.output)
        } catch {
            return .failed(NodeFailure(code: "otp_store", class: .unavailable, message: error.message))
        }
    }
}

extension OneTimeCodeVerdict {
    fileprivate var output: Value {
        let (reason, left): (String, Int) =
            switch self {
            case .right: ("right", 0)
            case .wrong(let left): ("wrong", left)
            case .expired: ("expired", 0)
            case .usedUp: ("used_up", 0)
            case .none: ("none", 0)
            }
        return ["valid": .bool(self == .right), "reason": .string(reason), "attempts_left": .int(Int64(left))]
    }
}

extension NodeOutcome {
    /// A provider that repeats the text in an error would put the code into the journal.
    fileprivate func withoutCode(_ code: String) -> NodeOutcome {
        let redactor = Redactor([Secret(code)])
        switch self {
        case .failed(var failure):
            failure.message = redactor.redact(failure.message)
            return .failed(failure)
        case .unknown(var reason):
            reason.message = redactor.redact(reason.message)
            return .unknown(reason)
        case .succeeded, .snoozed: return self
        }
    }
}
