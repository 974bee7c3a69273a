import Foundation
import Values

/// Everything that a sandbox remembers at one moment, without the settings that each start brings anew.
struct StateSnapshot: Codable, Sendable {
    let clockOffset: TimeInterval
    let turkeySMS: TurkeySMSSimulator
    let turkeySMSSenders: [TurkeySMSAccount.Sender]
    let iletiMerkezi: IletiMerkeziSimulator
    let iletiMerkeziSenders: [String]
    let callbacks: CallbackBook

    init(_ state: SandboxState) {
        clockOffset = state.clockOffset
        turkeySMS = state.turkeySMS
        turkeySMSSenders = state.turkeySMS.account.senders
        iletiMerkezi = state.iletiMerkezi
        iletiMerkeziSenders = state.iletiMerkezi.account.senders
        callbacks = state.callbacks
    }

    /// Nil when it is none.
    init?(_ value: Value) {
        guard let text = value.stringValue, let snapshot = try? JSONDecoder().decode(StateSnapshot.self, from: Data(text.utf8))
        else { return nil }
        self = snapshot
    }

    /// Its JSON as text: it has whole numbers that no `Value` holds.
    var value: Value {
        guard let data = try? JSONEncoder().encode(self) else { preconditionFailure("a snapshot is JSON") }
        return .string(String(decoding: data, as: UTF8.self))
    }
}

extension SandboxState {
    mutating func restore(_ snapshot: StateSnapshot) {
        clockOffset = snapshot.clockOffset
        turkeySMS = snapshot.turkeySMS
        turkeySMS.settle(in: configuration.turkeySMS, timing: configuration.delivery, senders: snapshot.turkeySMSSenders)
        iletiMerkezi = snapshot.iletiMerkezi
        iletiMerkezi.settle(
            in: configuration.iletiMerkezi, timing: configuration.delivery, senders: snapshot.iletiMerkeziSenders)
        callbacks = snapshot.callbacks
        callbacks.forgetRequestsUnderWay()
    }
}
