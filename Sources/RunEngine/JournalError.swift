/// Why the journal could not do what was asked.
public struct JournalError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Code: String, CaseIterable, Sendable {
        /// Another writer appended to this run, or the run is there already.
        case conflict
        /// There is no room left on the disk.
        case full
        /// The disk or the connection failed.
        case io
        /// Somebody else holds the journal for too long.
        case busy
        /// The journal was written by a newer version of the program.
        case newer
        /// This is no journal, or it is damaged.
        case damaged
        /// The journal was closed.
        case closed
    }

    public var code: Code
    /// For people; names the file or server.
    public var message: String

    public init(_ code: Code, message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
