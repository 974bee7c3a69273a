/// A name or id of one kind. Each kind is a type of its own, so that a step's id is never taken for a run's.
public protocol Identifier: Hashable, Comparable, Sendable, CustomStringConvertible {
    var rawValue: String { get }
    init(_ rawValue: String)
}

extension Identifier {
    public var description: String { rawValue }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The `name:` of a workflow.
public struct WorkflowName: Identifier {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// The key of a trigger under `triggers:`.
public struct TriggerID: Identifier {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// The key of a step under `steps:` or `on_failure:`.
public struct StepID: Identifier {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// The full name of a node, such as `turkeysms.send_sms` or `log`.
public struct NodeName: Identifier {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// The name of a credential, such as `turkeysms`.
public struct CredentialName: Identifier {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// The id of a run: 26 characters of Crockford's base 32, of which the first ten are the time, so that ids sort by start.
public struct RunID: Identifier {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// Whether it has the form that every id of a run has.
    public var isWellFormed: Bool { rawValue.utf8.count == 26 && rawValue.utf8.allSatisfy(Self.alphabet.contains) }

    /// Makes an id from a time and 80 random bits (the layout of ULID).
    public init(at time: Timestamp, random: (UInt16, UInt64)) {
        let alphabet = Self.alphabet
        var characters = [UInt8](repeating: 0, count: 26)
        var milliseconds = UInt64(max(0, time.microseconds / 1000))
        for index in stride(from: 9, through: 0, by: -1) {
            characters[index] = alphabet[Int(milliseconds & 31)]
            milliseconds >>= 5
        }
        var low = random.1
        var high = UInt64(random.0)
        for index in stride(from: 25, through: 10, by: -1) {
            characters[index] = alphabet[Int(low & 31)]
            low = low >> 5 | (high & 31) << 59
            high >>= 5
        }
        rawValue = String(decoding: characters, as: UTF8.self)
    }
}

/// The content hash of a plan: SHA-256 over the workflow's name and text and those of the user's own manifests
/// that it uses, in lower-case hexadecimal.
public struct PlanHash: Identifier {
    public let rawValue: String
    public init(_ rawValue: String) { self.rawValue = rawValue }
}
