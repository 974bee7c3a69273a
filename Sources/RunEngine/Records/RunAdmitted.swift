import WorkflowModel

/// Every group of the run has room for it: the run begins. Only runs with groups have this record.
public struct RunAdmitted: Equatable, Sendable {
    public var at: Timestamp

    public init(at: Timestamp) {
        self.at = at
    }
}
