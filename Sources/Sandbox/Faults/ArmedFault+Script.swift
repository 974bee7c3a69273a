import Values

/// Why a fault script is refused.
public struct FaultScriptError: Error, Equatable, Sendable, CustomStringConvertible {
    public let message: String

    init(_ message: String) {
        self.message = message
    }

    public var description: String { message }
}

extension ArmedFault {
    private static let known = [
        "fault", "path", "number", "times", "every", "delay_milliseconds", "applied", "code", "status", "retry_after",
    ]

    /// Reads one fault of a script; its id is given when it is armed.
    init(_ script: Value) throws(FaultScriptError) {
        guard let fields = script.objectValue else { throw FaultScriptError("expected an object with a `fault`") }
        for key in fields.keys where !Self.known.contains(key) {
            throw FaultScriptError(
                "unknown field `\(key)`, expected \(Self.known.map { "`\($0)`" }.joined(separator: ", "))")
        }
        guard let word = fields["fault"]?.stringValue else {
            throw FaultScriptError("`fault` is missing, expected one of \(FaultName.listed(FaultName.allCases))")
        }
        guard let name = FaultName(rawValue: word) else {
            throw FaultScriptError("unknown fault `\(word)`, expected one of \(FaultName.listed(FaultName.allCases))")
        }
        id = 0
        self.name = name
        fault = try ArmedFault.fault(name, fields)
        path = try ArmedFault.path(fields["path"])
        number = fields["number"]?.lenientText.map(Recipients.canonical)
        times = fields["times"]?.lenientInt ?? 1
        guard times >= 1 else { throw FaultScriptError("`times` must be 1 or more, found \(times)") }
        every = fields["every"]?.lenientInt ?? 1
        guard every >= 1 else { throw FaultScriptError("`every` must be 1 or more, found \(every)") }
    }

    static func path(_ field: Value?) throws(FaultScriptError) -> String? {
        guard let path = field?.stringValue else { return nil }
        guard path.hasPrefix(SandboxConfiguration.turkeySMSPrefix) || path.hasPrefix(SandboxConfiguration.iletiMerkeziPrefix)
        else { throw FaultScriptError("`path` must begin with `/turkeysms` or `/iletimerkezi`, found `\(path)`") }
        return path
    }

    private static func fault(_ name: FaultName, _ fields: ValueObject) throws(FaultScriptError) -> Fault {
        let delay = fields["delay_milliseconds"]?.lenientInt ?? 0
        guard (0...600_000).contains(delay) else {
            throw FaultScriptError("`delay_milliseconds` must be from 0 to 600000, found \(delay)")
        }
        let retryAfter = fields["retry_after"]?.lenientInt
        guard (0...86_400).contains(retryAfter ?? 0) else {
            throw FaultScriptError("`retry_after` must be from 0 to 86400 seconds, found \(retryAfter ?? 0)")
        }
        var isApplied = fields["applied"]?.boolValue
        let kind: Fault.Kind
        switch name {
        case .none, .callbackTwice, .callbackLate, .callbackLost: kind = .none
        case .delay: kind = .delay
        case .code: kind = .code(try code(fields["code"]))
        // No provider documents 429; it is what a gateway in front of one says.
        case .throttle: kind = retryAfter == nil ? .throttle : .status(429)
        case .insufficientBalance: kind = .insufficientBalance
        case .status, .applyThenStatus:
            let status = fields["status"]?.lenientInt ?? 500
            guard (400...599).contains(status) else {
                throw FaultScriptError("`status` must be from 400 to 599, found \(status)")
            }
            kind = .status(status)
            if name == .applyThenStatus { isApplied = true }
        case .html: kind = .html
        case .halfBody: kind = .halfBody
        case .emptyBody: kind = .emptyBody
        case .hugeBody: kind = .hugeBody
        case .drop: kind = .drop
        case .applyThenDrop:
            kind = .drop
            isApplied = true
        }
        return Fault(kind: kind, delayMilliseconds: delay, isApplied: isApplied, retryAfterSeconds: retryAfter)
    }

    /// `TS-1060`, `1060`, `"451"` or `451`.
    private static func code(_ field: Value?) throws(FaultScriptError) -> Int {
        let text = field?.lenientText.map { $0.hasPrefix("TS-") ? String($0.dropFirst(3)) : $0 }
        guard let text, let code = Int(text), TurkeySMSCode(rawValue: code) != nil || IletiMerkeziCode(rawValue: code) != nil
        else { throw FaultScriptError("`code` must be a code of one of the providers, such as `TS-1060` or 451") }
        return code
    }
}
