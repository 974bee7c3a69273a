/// The keys of a workflow file and the limits of its numbers: what the parser takes, and what the schema says.
enum WorkflowGrammar {
    static let workflow = [
        "name", "description", "inputs", "vars", "triggers", "expires", "concurrency", "defaults", "steps", "on_failure",
    ]
    static let defaults = ["credential", "retry", "timeout", "expires"]
    static let input = ["type", "required", "default", "allowed", "help"]
    static let trigger = ["uses", "with", "inputs"]
    static let concurrency = ["key", "limit", "on_limit"]
    static let step = [
        "uses", "with", "via", "credential", "needs", "when", "if", "for_each", "concurrency", "batch", "on_error", "retry",
        "timeout", "on_unknown",
    ]
    static let retry = ["attempts", "delay", "factor", "max_delay", "jitter", "for", "on", "unless"]

    static let runsAtOnce: ClosedRange<Int64> = 1...10_000
    static let itemsAtOnce: ClosedRange<Int64> = 1...1000
    static let batch: ClosedRange<Int64> = 1...50_000
    static let attempts: ClosedRange<Int64> = 1...100
    static let factor: ClosedRange<Double> = 1...100
}
