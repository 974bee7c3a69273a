import Values
import WorkflowModel

/// Runs of which only so many are carried out at a time: those of one `concurrency.key` of a workflow, or of one trigger.
///
/// How many are open is counted in the journal whenever it matters; there is no counter that could be wrong after a crash.
public struct RunGroup: Hashable, Sendable {
    public var key: String
    /// At least 1.
    public var limit: Int
    public var onLimit: ConcurrencyPolicy.OnLimit

    public init(key: String, limit: Int, onLimit: ConcurrencyPolicy.OnLimit) {
        self.key = key
        self.limit = limit
        self.onLimit = onLimit
    }
}

extension RunGroup {
    var members: ValueObject {
        ["key": .string(key), "limit": .int(Int64(limit)), "on_limit": .string(onLimit.rawValue)]
    }

    init(_ members: RecordMembers) throws(RecordError) {
        self.init(
            key: try members.text("key"), limit: Int(try members.int("limit")), onLimit: try members.word("on_limit"))
    }
}
