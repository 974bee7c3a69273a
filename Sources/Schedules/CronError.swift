/// Why a text is no cron expression: the author's mistake, with what to write in its place.
public struct CronError: Error, Sendable, Hashable {
    /// In lower case, with the author's words in backticks: what was found, what was expected, what to write.
    public let message: String

    /// The offending characters, as offsets of Unicode scalars in the text that was parsed. Empty only at a place where something is missing.
    public let range: Range<Int>

    /// What to put in place of the range, where one replacement is surely meant. Empty text means to leave the range out.
    public let suggestion: String?

    init(_ message: String, at range: Range<Int>, suggestion: String? = nil) {
        self.message = message
        self.range = range
        self.suggestion = suggestion
    }
}
