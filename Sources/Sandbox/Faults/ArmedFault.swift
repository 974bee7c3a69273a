import Foundation
import Values

/// A fault that waits for a request to strike.
struct ArmedFault: Sendable, Equatable {
    let id: Int
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
    /// The words that the script used, for listing.
    var name: String

    func fits(path: String, recipients: [String]) -> Bool {
        (self.path.map { $0 == path } ?? true) && (number.map(recipients.contains) ?? true)
    }

    var value: Value {
        [
            "id": .int(Int64(id)),
            "fault": .string(name),
            "path": path.map(Value.string) ?? .null,
            "number": number.map(Value.string) ?? .null,
            "times": .int(Int64(times)),
            "every": .int(Int64(every)),
            "delay_milliseconds": .int(Int64(fault.delayMilliseconds)),
            "applied": .bool(fault.isApplied),
        ]
    }
}

/// Why a fault script is refused.
struct FaultScriptError: Error, Equatable {
    let message: String
}

extension ArmedFault {
    /// Reads one fault of a control request.
    init(_ script: Value, id: Int) throws(FaultScriptError) {
        guard let fields = script.objectValue else { throw FaultScriptError(message: "expected an object with a `fault`") }
        let known = ["fault", "path", "number", "times", "every", "delay_milliseconds", "applied", "code", "status"]
        for key in fields.keys where !known.contains(key) {
            throw FaultScriptError(
                message: "unknown field `\(key)`, expected \(known.map { "`\($0)`" }.joined(separator: ", "))")
        }
        guard let name = fields["fault"]?.stringValue else {
            throw FaultScriptError(message: "`fault` is missing, expected one of \(ArmedFault.names)")
        }
        self.id = id
        self.name = name
        fault = try ArmedFault.fault(name, fields)
        path = fields["path"]?.stringValue
        if let path {
            guard path.hasPrefix(SandboxConfiguration.turkeySMSPrefix) || path.hasPrefix(SandboxConfiguration.iletiMerkeziPrefix)
            else { throw FaultScriptError(message: "`path` must begin with `/turkeysms` or `/iletimerkezi`, found `\(path)`") }
        }
        number = fields["number"]?.lenientText.map(Recipients.canonical)
        times = fields["times"]?.lenientInt ?? 1
        guard times >= 1 else { throw FaultScriptError(message: "`times` must be 1 or more, found \(times)") }
        every = fields["every"]?.lenientInt ?? 1
        guard every >= 1 else { throw FaultScriptError(message: "`every` must be 1 or more, found \(every)") }
    }

    private static let names =
        "`delay`, `code`, `throttle`, `insufficient_balance`, `status`, `html`, `half_body`, `empty_body`, `huge_body`, "
        + "`drop`, `apply_then_drop`"

    private static func fault(_ name: String, _ fields: ValueObject) throws(FaultScriptError) -> Fault {
        let delay = fields["delay_milliseconds"]?.lenientInt ?? 0
        guard (0...600_000).contains(delay) else {
            throw FaultScriptError(message: "`delay_milliseconds` must be from 0 to 600000, found \(delay)")
        }
        let applied = fields["applied"]?.boolValue
        let kind: Fault.Kind
        switch name {
        case "delay": kind = .delay
        case "code": kind = .code(try code(fields["code"]))
        case "throttle": kind = .throttle
        case "insufficient_balance": kind = .insufficientBalance
        case "status":
            let status = fields["status"]?.lenientInt ?? 500
            guard (400...599).contains(status) else {
                throw FaultScriptError(message: "`status` must be from 400 to 599, found \(status)")
            }
            kind = .status(status)
        case "html": kind = .html
        case "half_body": kind = .halfBody
        case "empty_body": kind = .emptyBody
        case "huge_body": kind = .hugeBody
        case "drop": kind = .drop
        case "apply_then_drop": return Fault(kind: .drop, delayMilliseconds: delay, isApplied: true)
        default: throw FaultScriptError(message: "unknown fault `\(name)`, expected one of \(names)")
        }
        return Fault(kind: kind, delayMilliseconds: delay, isApplied: applied)
    }

    /// `TS-1060`, `1060`, `"451"` or `451`.
    private static func code(_ field: Value?) throws(FaultScriptError) -> Int {
        let text = field?.lenientText.map { $0.hasPrefix("TS-") ? String($0.dropFirst(3)) : $0 }
        guard let text, let code = Int(text), TurkeySMSCode(rawValue: code) != nil || IletiMerkeziCode(rawValue: code) != nil
        else { throw FaultScriptError(message: "`code` must be a code of one of the providers, such as `TS-1060` or 451") }
        return code
    }
}
