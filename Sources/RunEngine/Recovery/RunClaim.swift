import WorkflowModel

/// Whether this process may take a run in hand.
public enum RunClaim: Sendable {
    /// - Parameter release: gives the run back.
    case granted(release: @Sendable () -> Void)
    /// Another process has it.
    case refused
}

/// The other processes that carry out runs of the same journal, one run each.
public struct OtherProcesses: Sendable {
    let claim: @Sendable (RunID) -> RunClaim
    let runs: (@Sendable () -> [RunID])?
    let cancel: @Sendable (RunID) -> Void

    /// - Parameters:
    ///   - claim: takes a run that another process may have in hand.
    ///   - runs: those that other processes have in hand, or had when they ended without a word. Looked at every few seconds, together
    ///     with the groups, in which they make room; nil: never.
    ///   - cancel: asks the process that has a run in hand to cancel it.
    public init(
        claim: @escaping @Sendable (RunID) -> RunClaim, runs: (@Sendable () -> [RunID])? = nil,
        cancel: @escaping @Sendable (RunID) -> Void = { _ in }
    ) {
        self.claim = claim
        self.runs = runs
        self.cancel = cancel
    }
}
