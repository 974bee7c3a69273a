import Foundation
import Values

/// A change of the sandbox's state. The state is the fold of its records; faults are not part of it, only what they let through.
enum StateRecord: Sendable {
    /// Everything at one moment, in the place of the records before.
    case snapshot(StateSnapshot)
    /// A request that a provider worked on.
    case request(ProviderRequest, SandboxMessage.Provider, at: Date)
    /// The clock was moved on by so many seconds.
    case clock(TimeInterval, at: Date)
    /// Delivery reports go elsewhere from now on, or nowhere.
    case callbackTarget(CallbackTarget?, SandboxMessage.Provider, at: Date)
    /// A delivery report was sent.
    case callbackAttempt(String, Callback.Attempt)
    /// An event that no message causes, such as `key.test`.
    case callbackEvent(String, data: ValueObject, at: Date)
    case sender(String, isActive: Bool, SandboxMessage.Provider)
    /// Credits were set to so many.
    case balance(Int, SandboxMessage.Provider, at: Date)
}
