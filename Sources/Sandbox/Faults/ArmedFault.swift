import Foundation
import Values

/// A fault that waits for a request, or for a delivery report, to strike.
struct ArmedFault: Sendable, Equatable {
    var id: Int
    /// The word that the script used.
    let name: FaultName
    var fault: Fault
    /// The full path with the provider's prefix; nil strikes every path of both providers.
    var path: String?
    /// A recipient in the request; nil strikes whoever is named.
    var number: String?
    /// How many requests are left to strike.
    var times: Int
    /// 3 strikes every third request that fits.
    var every: Int
    /// Requests that fitted so far.
    var seen = 0

    func fits(path: String, recipients: [String]) -> Bool {
        !name.isOfCallbacks && (self.path.map { $0 == path } ?? true) && (number.map(recipients.contains) ?? true)
    }

    /// Whether it is meant for delivery reports of that provider and number.
    func fitsCallback(from provider: SandboxMessage.Provider, recipient: String) -> Bool {
        name.isOfCallbacks && (path.map { $0.hasPrefix(provider.pathPrefix) } ?? true)
            && (number.map { $0 == recipient } ?? true)
    }

    var value: Value {
        var fields: ValueObject = [
            "id": .int(Int64(id)),
            "fault": .string(name.rawValue),
            "path": path.map(Value.string) ?? .null,
            "number": number.map(Value.string) ?? .null,
            "times": .int(Int64(times)),
            "every": .int(Int64(every)),
            "delay_milliseconds": .int(Int64(fault.delayMilliseconds)),
            "applied": .bool(fault.isApplied),
        ]
        if let seconds = fault.retryAfterSeconds { fields["retry_after"] = .int(Int64(seconds)) }
        return .object(fields)
    }
}
