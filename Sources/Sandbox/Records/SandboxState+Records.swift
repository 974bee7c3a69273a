import Foundation
import Values

/// How each record changes the state, when it happens and when it is read again.
extension SandboxState {
    /// - Returns: what the provider answered, where the record is a request.
    @discardableResult
    mutating func apply(_ record: StateRecord) -> ProviderAnswer? {
        switch record {
        case .request(let request, let provider, let at): return answer(request, from: provider, now: at)
        case .clock(let seconds, _): clockOffset += seconds
        case .callbackTarget(let target, let provider, let at):
            // What happened so far goes by the address of that time.
            advanceCallbacks(now: at)
            callbacks.setTarget(target, of: provider)
        case .callbackAttempt(let id, let attempt):
            advanceCallbacks(now: attempt.at)
            callbacks.record(attempt, of: id)
        case .callbackEvent(let event, let data, let at):
            // Its name counts what was reported before it, whoever has looked since.
            advanceCallbacks(now: at)
            callbacks.add(
                Callback(
                    provider: .turkeySMS, messageID: callbacks.nextEventName, recipient: "", event: event,
                    at: at,
                    body: TurkeySMSSimulator.callbackBody(event: event, at: at, data: data)),
                isLast: true, strike: nil)
        case .snapshot(let snapshot): restore(snapshot)
        case .sender(let title, let isActive, let provider): setSender(title, isActive: isActive, of: provider)
        case .balance(let credits, .turkeySMS, _): turkeySMS.mainBalance = credits
        case .balance(let credits, .iletiMerkezi, let at):
            // Refunds up to now belong to the old balance.
            iletiMerkezi.settle(now: at)
            iletiMerkezi.credits = credits
        }
        return nil
    }

    mutating func advanceCallbacks(now: Date) {
        let timing = configuration.delivery
        var faults = faults
        for provider in SandboxMessage.Provider.allCases {
            callbacks.advance(provider, deliveries: deliveries(of: provider), timing: timing, now: now) { callback in
                faults.strikeCallback(from: provider, recipient: callback.recipient)
            }
        }
        self.faults = faults
    }

    func deliveries(of provider: SandboxMessage.Provider) -> [Delivery] {
        switch provider {
        case .turkeySMS: turkeySMS.deliveries
        case .iletiMerkezi: iletiMerkezi.deliveries
        }
    }

    private mutating func setSender(_ title: String, isActive: Bool, of provider: SandboxMessage.Provider) {
        switch provider {
        case .turkeySMS:
            turkeySMS.account.senders.removeAll { $0.title == title }
            turkeySMS.account.senders.append(TurkeySMSAccount.Sender(title, isActive: isActive))
        case .iletiMerkezi:
            iletiMerkezi.account.senders.removeAll { $0 == title }
            if isActive { iletiMerkezi.account.senders.append(title) }
        }
    }
}
