import WorkflowModel

/// Sees what happens in runs, for live progress and measurement.
///
/// What implementers owe: `observe` returns soon, since the run goes on only after it. It is called for each record in order,
/// after the record is on disk; of several runs, from several threads.
public protocol RunObserver: Sendable {
    func observe(_ run: RunID, _ record: RunRecord)
}
