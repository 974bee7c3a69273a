import Synchronization

/// All series of the process. The mutex guards their values; every call returns at once.
public final class MetricRegistry: Sendable {
    enum Sample: Sendable, Equatable {
        case number(Double)
        case histogram(counts: [UInt64], sum: Double)
    }

    private struct State {
        var families: [String: MetricFamily] = [:]
        var series: [String: [[String]: Sample]] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    /// Adds to a counter or a gauge.
    ///
    /// - Parameter labels: values in the order of the family's labels.
    public func add(_ amount: Double = 1, to family: MetricFamily, _ labels: String...) {
        change(family, labels) { sample in
            guard case .number(let number) = sample ?? .number(0) else { return }
            sample = .number(number + amount)
        }
    }

    public func set(_ family: MetricFamily, to value: Double, _ labels: String...) {
        change(family, labels) { $0 = .number(value) }
    }

    /// Counts an observation of a histogram, in the unit that its name says.
    public func observe(_ value: Double, in family: MetricFamily, _ labels: String...) {
        guard case .histogram(let bounds) = family.kind else { return }
        change(family, labels) { sample in
            guard
                case .histogram(var counts, let sum) = sample
                    ?? .histogram(counts: Array(repeating: 0, count: bounds.count + 1), sum: 0)
            else { return }
            counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
            sample = .histogram(counts: counts, sum: sum + value)
        }
    }

    private func change(_ family: MetricFamily, _ labels: [String], _ body: (inout Sample?) -> Void) {
        precondition(labels.count == family.labels.count, "a series of \(family.name) has a value for each label")
        state.withLock { state in
            state.families[family.name] = family
            body(&state.series[family.name, default: [:]][labels])
        }
    }

    /// Takes out every series with that value of a label, for example those of a workflow whose file is gone.
    public func drop(label: String, value: String) {
        drop(label: label) { $0 == value }
    }

    /// Takes out every series whose value of the label is not among these.
    public func keepOnly(label: String, values: Set<String>) {
        drop(label: label) { !values.contains($0) }
    }

    private func drop(label: String, where isGone: (String) -> Bool) {
        state.withLock { state in
            for family in state.families.values {
                guard let index = family.labels.firstIndex(of: label) else { continue }
                state.series[family.name] = state.series[family.name]?.filter { !isGone($0.key[index]) }
            }
        }
    }

    /// Every family that has a series, by name, with its series in the order of their labels.
    func snapshot() -> [(family: MetricFamily, series: [(labels: [String], sample: Sample)])] {
        let (families, series) = state.withLock { ($0.families, $0.series) }
        return families.values.sorted { $0.name < $1.name }.compactMap { family in
            guard let samples = series[family.name], !samples.isEmpty else { return nil }
            return (family, samples.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) })
        }
    }
}
