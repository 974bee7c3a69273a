import WorkflowModel

/// What the tables beside a run's records must say, worked out from the records alone.
public struct RunFold: Sendable {
    public let snapshot: RunSnapshot
    /// How the ledger stands for each of its sends; nil without the plan, which says what a send is.
    public let sends: [SendEntry]?
    private let wasReopened: Bool

    /// Nil when the first record does not start a run. Throws where the records contradict the plan or each other.
    ///
    /// - Parameter plan: what the run started with, made again; its hash may be another one today.
    public init?(records: [RunRecord], plan: Plan?) throws(ReplayError) {
        guard let snapshot = RunSnapshot(records: records) else { return nil }
        self.snapshot = snapshot
        wasReopened = records.contains { if case .runReopened = $0 { true } else { false } }
        if let plan {
            sends = try RunStateMachine.sends(graph: PlanGraph(plan.pinned(to: snapshot.start.plan)), replaying: records)
        } else {
            sends = nil
        }
    }

    /// The groups that count the run as open. One that was reopened does not wait for its groups any more.
    public var groups: [RunGroup] { snapshot.result == nil && !wasReopened ? snapshot.start.groups : [] }
}
