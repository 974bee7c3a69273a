/// What an attempt of a step is for.
public enum AttemptPurpose: String, Equatable, Sendable {
    /// The work of the step.
    case work
    /// The very same request again, which an earlier attempt may have applied.
    case resend
    /// The question what became of an earlier request; nothing is sent.
    case query
}

extension AttemptPurpose {
    /// The member of a record or of a view that says it; none for the work itself.
    var member: String? { self == .work ? nil : rawValue }

    init(_ members: RecordMembers) throws(RecordError) {
        self = try members.flag("resend") ? .resend : try members.flag("query") ? .query : .work
    }
}
