import RunEngine
import WorkflowModel

/// What built-in nodes need of the process that they run in.
public struct NodeServices: Sendable {
    /// Finds events for which `wait` waits; nil where no event can come.
    public var event: (@Sendable (EventKey) async throws(JournalError) -> AwaitedEvent?)?
    /// Starts runs for `workflow.run`; nil where only one run can be carried out.
    public var subworkflows: (any Subworkflows)?
    /// Keeps one-time codes for `otp.send` and `otp.verify`; nil where they cannot be kept.
    public var codes: (any OneTimeCodeStore)?
    /// What nodes for files and commands may touch.
    public var access: LocalAccess

    public init(
        event: (@Sendable (EventKey) async throws(JournalError) -> AwaitedEvent?)? = nil,
        subworkflows: (any Subworkflows)? = nil, codes: (any OneTimeCodeStore)? = nil, access: LocalAccess = LocalAccess()
    ) {
        self.event = event
        self.subworkflows = subworkflows
        self.codes = codes
        self.access = access
    }
}
