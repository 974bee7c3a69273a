/// A metric: its name, what it counts, and the labels that tell its series apart.
public struct MetricFamily: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// Only ever grows. The name ends in `_total`.
        case counter
        case gauge
        /// - Parameter bounds: upper ends of the buckets, ascending; the last bucket without an end is implied.
        case histogram(bounds: [Double])
    }

    public let name: String
    public let kind: Kind
    public let help: String
    public let labels: [String]

    public init(_ name: String, _ kind: Kind, labels: [String] = [], help: String) {
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
    }

    var typeName: String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }
}
