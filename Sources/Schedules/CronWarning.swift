/// Something an expression says that its author may not have meant. It runs all the same.
public struct CronWarning: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A step that does not divide its field, so that the last interval is shorter or longer.
        case unevenStep
        /// Both the day of month and the day of week leave days out.
        case bothDayFields
        /// Hours in which zones change their clocks.
        case clockChange
    }

    public let kind: Kind
    /// In lower case, with the author's words in backticks.
    public let message: String
    /// The characters it is about, as offsets of Unicode scalars in the text that was parsed.
    public let range: Range<Int>
}
