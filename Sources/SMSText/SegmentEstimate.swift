/// What a provider will probably count for a text. The truth stands in its answer or report.
public struct SegmentEstimate: Hashable, Sendable {
    /// The text as it will be sent, after the conversions that the account's settings make.
    public let text: String
    /// The count by the rules of the air interface, with the provider's suffix.
    public let count: SMSCount
    /// The count by the provider's published table; equal to `count.segments` where it publishes none.
    public let tableSegments: Int
    /// The provider's limit of parts; nil where it publishes none.
    public let maximumSegments: Int?

    /// The larger of the two counts.
    public var segments: Int { max(count.segments, tableSegments) }

    /// Whether both counts exceed the limit, so that sending it is pointless. Where they disagree, the provider decides.
    public var isTooLong: Bool {
        guard let maximumSegments else { return false }
        return min(count.segments, tableSegments) > maximumSegments
    }

    public init(text: String, count: SMSCount, tableSegments: Int, maximumSegments: Int?) {
        self.text = text
        self.count = count
        self.tableSegments = tableSegments
        self.maximumSegments = maximumSegments
    }
}
