import Values
import WorkflowModel

extension Value {
    /// How deep lists and maps may nest in what a run records. Journals read twice as deep, so that no record is ever unreadable.
    static let deepestRecorded = 200

    func isNested(deeperThan limit: Int) -> Bool {
        switch self {
        case .null, .bool, .int, .double, .string: false
        case .list(let elements): limit == 0 || elements.contains { $0.isNested(deeperThan: limit - 1) }
        case .object(let members): limit == 0 || members.contains { $0.value.isNested(deeperThan: limit - 1) }
        }
    }

    /// Why a value is not taken into the journal; nil when it is.
    var objection: NodeFailure? {
        guard isNested(deeperThan: Self.deepestRecorded) else { return nil }
        return NodeFailure(
            code: "too_deep", class: .input, message: "lists and maps are nested more than \(Self.deepestRecorded) deep")
    }
}

extension RunRecord {
    /// Reads records as a journal stores them; deeper and larger than what comes from outside.
    public static let reader = JSONReader(maximumDepth: 2 * Value.deepestRecorded, maximumSize: .max)
}
