/// Whether this process may take a run in hand.
public enum RunClaim: Sendable {
    /// - Parameter release: gives the run back.
    case granted(release: @Sendable () -> Void)
    /// Another process has it.
    case refused
}
