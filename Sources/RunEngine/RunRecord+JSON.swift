import Values
import WorkflowModel

extension RunRecord {
    /// The layout of the records that this program writes.
    static let version: Int64 = 1

    /// The record as the journal stores it.
    public var json: Value {
        var object: ValueObject
        switch self {
        case .runStarted(let record): object = Self.head("run_started", record.at, record.members)
        case .stepSkipped(let record): object = Self.head("step_skipped", record.at, record.members)
        case .stepExpanded(let record): object = Self.head("step_expanded", record.at, record.members)
        case .attemptStarted(let record): object = Self.head("attempt_started", record.at, record.members)
        case .attemptFinished(let record): object = Self.head("attempt_finished", record.at, record.members)
        case .attemptResumed(let record): object = Self.head("attempt_resumed", record.at, record.members)
        case .attemptResolved(let record): object = Self.head("attempt_resolved", record.at, record.members)
        case .stepFinished(let record): object = Self.head("step_finished", record.at, record.members)
        case .cancelRequested(let record): object = Self.head("cancel_requested", record.at, [:])
        case .runFinished(let record): object = Self.head("run_finished", record.at, record.members)
        case .runAdmitted(let record): object = Self.head("run_admitted", record.at, [:])
        case .runReopened(let record): object = Self.head("run_reopened", record.at, record.members)
        }
        object.set("v", to: .int(Self.version))
        return .object(object)
    }

    private static func head(_ kind: String, _ at: Timestamp, _ members: ValueObject) -> ValueObject {
        var object = ValueObject(minimumCapacity: members.count + 3)
        object.set("kind", to: .string(kind))
        object.set("at", to: .int(at.microseconds))
        object.merge(members)
        return object
    }

    /// Reads a stored record. Records of a later layout and of unknown kinds are refused: skipping one would change the run.
    public init(json: Value) throws(RecordError) {
        let members = try RecordMembers(json)
        let version = try members.int("v")
        guard version <= Self.version else { throw RecordError("version \(version) is newer than \(Self.version)") }
        switch try members.text("kind") {
        case "run_started": self = .runStarted(try RunStarted(members))
        case "step_skipped": self = .stepSkipped(try StepSkipped(members))
        case "step_expanded": self = .stepExpanded(try StepExpanded(members))
        case "attempt_started": self = .attemptStarted(try AttemptStarted(members))
        case "attempt_finished": self = .attemptFinished(try AttemptFinished(members))
        case "attempt_resumed": self = .attemptResumed(try AttemptResumed(members))
        case "attempt_resolved": self = .attemptResolved(try AttemptResolved(members))
        case "step_finished": self = .stepFinished(try StepFinished(members))
        case "cancel_requested": self = .cancelRequested(CancelRequested(at: try members.time("at")))
        case "run_finished": self = .runFinished(try RunFinished(members))
        case "run_admitted": self = .runAdmitted(RunAdmitted(at: try members.time("at")))
        case "run_reopened": self = .runReopened(try RunReopened(members))
        case let kind: throw RecordError("unknown kind `\(kind)`")
        }
    }
}

/// Why a stored record could not be understood.
public struct RecordError: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The members of a stored record, read by name and kind.
struct RecordMembers {
    let object: ValueObject

    init(_ value: Value) throws(RecordError) {
        guard case .object(let object) = value else { throw RecordError("found \(value.kindName) where a record was expected") }
        self.object = object
    }

    func value(_ name: String) throws(RecordError) -> Value {
        guard let value = object[name] else { throw RecordError("`\(name)` is missing") }
        return value
    }

    func text(_ name: String) throws(RecordError) -> String {
        guard let text = try value(name).stringValue else { throw RecordError("`\(name)` is no text") }
        return text
    }

    func optionalText(_ name: String) throws(RecordError) -> String? {
        object[name] == nil ? nil : try text(name)
    }

    func int(_ name: String) throws(RecordError) -> Int64 {
        guard let number = try value(name).intValue else { throw RecordError("`\(name)` is no integer") }
        return number
    }

    func flag(_ name: String) throws(RecordError) -> Bool {
        guard let value = object[name] else { return false }
        guard let flag = value.boolValue else { throw RecordError("`\(name)` is no boolean") }
        return flag
    }

    func time(_ name: String) throws(RecordError) -> Timestamp { Timestamp(microseconds: try int(name)) }

    func optionalTime(_ name: String) throws(RecordError) -> Timestamp? {
        object[name] == nil ? nil : try time(name)
    }

    func list(_ name: String) throws(RecordError) -> [Value] {
        guard let list = try value(name).listValue else { throw RecordError("`\(name)` is no list") }
        return list
    }

    func members(_ name: String) throws(RecordError) -> RecordMembers { try RecordMembers(value(name)) }

    func optionalMembers(_ name: String) throws(RecordError) -> RecordMembers? {
        object[name] == nil ? nil : try members(name)
    }

    func word<Word: RawRepresentable<String>>(_ name: String, _: Word.Type = Word.self) throws(RecordError) -> Word {
        let text = try text(name)
        guard let word = Word(rawValue: text) else { throw RecordError("`\(name)` has the unknown value `\(text)`") }
        return word
    }

    func steps(_ name: String) throws(RecordError) -> [StepID] {
        var steps: [StepID] = []
        for value in try list(name) {
            guard let text = value.stringValue else { throw RecordError("`\(name)` holds something that is no text") }
            steps.append(StepID(text))
        }
        return steps
    }

    func key() throws(RecordError) -> AttemptKey {
        let item = object["item"] == nil ? nil : Int(try int("item"))
        return AttemptKey(step: StepID(try text("step")), item: item, attempt: Int(try int("attempt")))
    }
}

extension AttemptKey {
    /// The key's members, which stand flat in a record.
    var members: ValueObject {
        var object: ValueObject = ["step": .string(step.rawValue)]
        if let item { object.set("item", to: .int(Int64(item))) }
        object.set("attempt", to: .int(Int64(attempt)))
        return object
    }
}
