import RunEngine
import Values
import WorkflowModel

extension RunRows {
    /// Where the tables say something else than the records, a line each.
    func disagreements(with fold: RunFold) -> [String] {
        listed(fold.snapshot.summary) + ledger(fold.sends) + events(fold.snapshot.awaitedEvents) + counted(fold.groupRows)
    }

    /// The run's line in the list.
    private func listed(_ expected: RunSummary) -> [String] {
        var lines: [String] = []
        func compare(_ name: String, _ found: some Equatable, _ wanted: some Equatable) {
            let (found, wanted) = ("\(found)", "\(wanted)")
            if found != wanted { lines.append("\(name): found \(found), expected \(wanted)") }
        }
        compare("status", summary.status.name.rawValue, expected.status.name.rawValue)
        // An event that has come makes a waiting run due before its time.
        let isDueForEvent = summary.status.due == Timestamp(microseconds: 0) && !awaited.isEmpty
        if !isDueForEvent { compare("due", summary.status.due.text, expected.status.due.text) }
        compare("workflow", summary.workflow, expected.workflow)
        compare("plan", summary.plan, expected.plan)
        compare("trigger", summary.trigger?.rawValue ?? "none", expected.trigger?.rawValue ?? "none")
        compare("started", summary.startedAt, expected.startedAt)
        compare("finished", Optional(summary.finishedAt).flatMap { $0 }.text, expected.finishedAt.text)
        compare("updated", summary.updatedAt, expected.updatedAt)
        compare("number of records", nextSequence, records.count)
        return lines
    }

    private func ledger(_ expected: [SendEntry]?) -> [String] {
        guard let expected else { return [] }
        var lines: [String] = []
        func name(_ key: AttemptKey) -> String { "step `\(key.step)`" + (key.item.map { ", item \($0)" } ?? "") }
        func isSame(_ left: SendEntry, _ right: SendEntry) -> Bool {
            left.key.step == right.key.step && left.key.item == right.key.item
        }
        for entry in expected {
            guard let found = sends.first(where: { isSame($0, entry) }) else {
                lines.append("\(name(entry.key)): not in the send ledger, expected \(entry.text)")
                continue
            }
            if !found.agrees(with: entry) {
                lines.append("\(name(entry.key)): the send ledger has \(found.text), expected \(entry.text)")
            }
        }
        for found in sends where !expected.contains(where: { isSame($0, found) }) {
            lines.append("\(name(found.key)): the send ledger has \(found.text), expected nothing")
        }
        return lines
    }

    private func events(_ expected: Set<EventKey>) -> [String] {
        func lines(_ keys: Set<EventKey>, _ text: String) -> [String] {
            keys.sorted { ($0.name, $0.key) < ($1.name, $1.key) }.map { "event `\($0.name)` with key `\($0.key)`: \(text)" }
        }
        let isAsleep = summary.status.due.map { $0 > Timestamp(microseconds: 0) } ?? false
        return lines(expected.subtracting(awaited), "not in the table of awaited events, expected there")
            + lines(awaited.subtracting(expected), "found in the table of awaited events, expected not to be there")
            + (isAsleep ? lines(arrived.intersection(expected), "it has come, but the run is not due, expected due at once") : [])
    }

    private func counted(_ expected: [Group]) -> [String] {
        guard groups != expected else { return [] }
        let keys = Set((groups + expected).map(\.key)).sorted()
        return keys.compactMap { key in
            let found = groups.first { $0.key == key }, wanted = expected.first { $0.key == key }
            guard found != wanted else { return nil }
            return "group `\(key)`: found \(found?.text ?? "nothing"), expected \(wanted?.text ?? "nothing")"
        }
    }
}

extension RunRows.Group {
    fileprivate var text: String { "a run that \(isAdmitted ? "is admitted" : "waits"), limit \(limit)" }
}

extension SendEntry {
    fileprivate var text: String { "`\(state.rawValue)` at attempt \(key.attempt) of \(startedAt)" }

    /// Sends that stood open before there was a ledger have no node there.
    fileprivate func agrees(with other: SendEntry) -> Bool {
        node.rawValue.isEmpty ? key == other.key && state == other.state : self == other
    }
}

extension Timestamp? {
    fileprivate var text: String { self.map { "\($0)" } ?? "none" }
}
