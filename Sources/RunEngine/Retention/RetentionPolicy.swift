import WorkflowModel

/// How long the journal keeps runs that have ended. Open runs are never removed.
public struct RetentionPolicy: Equatable, Sendable {
    /// Runs that ended longer ago are removed; nil: they are kept whatever their age.
    public var keep: Duration?
    /// Bytes of data in the journal; the oldest ended runs go first. Nil: no limit.
    public var maxSize: Int?

    /// 30 days and 1 GiB.
    public static let standard = RetentionPolicy(keep: .seconds(30 * 86_400), maxSize: 1 << 30)

    public init(keep: Duration?, maxSize: Int?) {
        self.keep = keep
        self.maxSize = maxSize
    }

    /// Reads what a person wrote; a text that is not given leaves the standard. `none` lifts a limit.
    ///
    /// - Parameters:
    ///   - keepText: a duration such as `30d`.
    ///   - maxSizeText: a size such as `1GiB`.
    public init(keepText: String?, maxSizeText: String?) throws(RetentionError) {
        self = .standard
        if let keep = keepText {
            guard keep == "none" || Duration(text: keep) != nil else { throw .notADuration(keep) }
            self.keep = keep == "none" ? nil : Duration(text: keep)
        }
        if let maxSize = maxSizeText {
            guard maxSize == "none" || ByteCount(text: maxSize) != nil else { throw .notASize(maxSize) }
            self.maxSize = maxSize == "none" ? nil : ByteCount(text: maxSize)?.bytes
        }
    }
}

/// Why a policy could not be read.
public enum RetentionError: Error, Equatable, Sendable, CustomStringConvertible {
    case notADuration(String)
    case notASize(String)

    public var description: String {
        switch self {
        case .notADuration(let text): "`\(text)` is no duration, expected one such as `30d` or `12h`, or `none`"
        case .notASize(let text): "`\(text)` is no size, expected one such as `500MiB` or `1GiB`, or `none`"
        }
    }
}
