import RunEngine
import Synchronization
import Values
import WorkflowModel

/// A journal that forgets everything with the process.
public final class InMemoryJournal: JournalReading, JournalWriting, JournalIntake, SendReading {
    struct State {
        var records: [RunID: [RunRecord]] = [:]
        var summaries: [RunID: RunSummary] = [:]
        var plans: [PlanHash: PlanSource] = [:]
        var sends: [RunID: [SendEntry]] = [:]
        var appendCount = 0
        var intake = Intake()
    }

    let state = Mutex(State())

    public init() {}

    /// How many calls of `append` have returned.
    public var appendCount: Int { state.withLock { $0.appendCount } }

    public func append(_ entries: [JournalEntry]) async throws(JournalError) {
        let result = state.withLock { state -> Result<Void, JournalError> in
            var counts: [RunID: Int] = [:]
            for entry in entries {
                let count = counts[entry.run] ?? state.records[entry.run]?.count ?? 0
                guard entry.firstSequence == count else {
                    return .failure(
                        JournalError(
                            .conflict, message: "run \(entry.run) has \(count) records; \(entry.firstSequence) was expected"))
                }
                counts[entry.run] = count + entry.records.count
            }
            for entry in entries { state.write(entry) }
            state.appendCount += 1
            return .success(())
        }
        try result.get()
    }

    public func records(of run: RunID) async throws(JournalError) -> [RunRecord] {
        state.withLock { $0.records[run] ?? [] }
    }

    public func summary(of run: RunID) async throws(JournalError) -> RunSummary? {
        state.withLock { $0.summaries[run] }
    }

    public func runs(_ query: RunQuery) async throws(JournalError) -> [RunSummary] {
        let all = state.withLock { Array($0.summaries.values) }
        return Array(
            all.filter { summary in
                (query.workflow ?? summary.workflow) == summary.workflow
                    && (query.statuses?.contains(summary.status.name) ?? true)
                    && (query.before.map { summary.id < $0 } ?? true)
            }.sorted { $0.id > $1.id }.prefix(query.limit))
    }

    public func openRuns() async throws(JournalError) -> [RunSummary] {
        state.withLock { Array($0.summaries.values) }.filter { !$0.status.isFinal }.sorted { $0.id < $1.id }
    }

    public func dueRuns(at time: Timestamp, limit: Int) async throws(JournalError) -> [RunID] {
        let due = state.withLock { Array($0.summaries.values) }.compactMap { run in run.status.due.map { (due: $0, id: run.id) } }
        return Array(due.filter { $0.due <= time }.sorted { ($0.due, $0.id) < ($1.due, $1.id) }.map(\.id).prefix(limit))
    }

    public func nextDue(after time: Timestamp) async throws(JournalError) -> Timestamp? {
        state.withLock { Array($0.summaries.values) }.compactMap(\.status.due).filter { $0 > time }.min()
    }

    public func planSource(_ hash: PlanHash) async throws(JournalError) -> PlanSource? {
        state.withLock { $0.plans[hash] }
    }

    public func sends(_ query: SendQuery) async throws(JournalError) -> [SendSummary] {
        let all = state.withLock { state in
            state.sends.flatMap { run, entries in
                entries.map { SendSummary(run: run, workflow: state.summaries[run]?.workflow ?? WorkflowName(""), entry: $0) }
            }
        }
        let wanted = all.filter { send in
            (query.states?.contains(send.entry.state) ?? true) && (query.workflow.map { send.workflow == $0 } ?? true)
                && (query.run.map { send.run == $0 } ?? true) && (query.after.map { $0.isBefore(send.place) } ?? true)
        }
        return Array(wanted.sorted { $0.place.isBefore($1.place) }.prefix(query.limit))
    }
}
