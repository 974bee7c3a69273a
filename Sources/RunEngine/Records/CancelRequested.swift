import WorkflowModel

/// Somebody stopped the run: no attempt starts after this.
public struct CancelRequested: Equatable, Sendable {
    public var at: Timestamp

    public init(at: Timestamp) {
        self.at = at
    }
}
