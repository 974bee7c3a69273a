import RunEngine
import Synchronization
import Values
import WorkflowModel

/// The events of one run for one listener: the records of its journal, each with its place as the id, so that a listener that was cut off goes
/// on where it was. The mutex guards the place.
final class RunEvents: Sendable {
    private let run: RunID
    private let journal: any JournalReading
    private let position: Mutex<Int>

    /// - Parameter position: how many records the listener has.
    init(_ run: RunID, after position: Int, journal: any JournalReading) {
        self.run = run
        self.journal = journal
        self.position = Mutex(position)
    }

    func next() async -> (text: String, isLast: Bool) {
        guard let records = try? await journal.records(of: run) else { return ("", false) }
        let from = position.withLock { position in
            defer { position = max(position, records.count) }
            return min(position, records.count)
        }
        let text = records[from...].enumerated().map { offset, record in
            let data = record.event(of: run, sequence: from + offset)
            return EventStream.event(data["type"]?.stringValue ?? "", id: String(from + offset), data)
        }.joined()
        guard case .runFinished = records.last else { return (text, false) }
        return (text + EventStream.event("end", ["run": .string(run.rawValue)]), true)
    }
}

extension RunRecord {
    /// The record for a listener: as it is stored, with its type, place and time in the forms of the API.
    func event(of run: RunID, sequence: Int) -> Value {
        var members = json.objectValue ?? [:]
        let type = members["kind"]?.stringValue ?? ""
        for name in ["kind", "v", "at", "run"] { members[name] = nil }
        var object: ValueObject = [
            "sequence": .int(Int64(sequence)), "type": .string(type), "at": .string(at.description), "run": .string(run.rawValue),
        ]
        object.merge(members)
        return .object(object)
    }
}
