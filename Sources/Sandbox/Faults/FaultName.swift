/// What a script, a rate or a person calls a fault.
public enum FaultName: String, Sendable, CaseIterable {
    /// Nothing goes wrong; in a sequence it lets one request pass.
    case none
    case delay
    case code
    case throttle
    case insufficientBalance = "insufficient_balance"
    case status
    case applyThenStatus = "apply_then_status"
    case html
    case halfBody = "half_body"
    case emptyBody = "empty_body"
    case hugeBody = "huge_body"
    case drop
    case applyThenDrop = "apply_then_drop"
    case callbackTwice = "callback_twice"
    case callbackLate = "callback_late"
    case callbackLost = "callback_lost"

    /// Whether it strikes a delivery report on its way out, rather than a request on its way in.
    var isOfCallbacks: Bool {
        switch self {
        case .callbackTwice, .callbackLate, .callbackLost: true
        default: false
        }
    }

    static func listed(_ names: some Sequence<FaultName>) -> String {
        names.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    }
}
