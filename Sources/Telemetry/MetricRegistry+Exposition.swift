/// In which form metrics are served.
public enum MetricFormat: Sendable, Equatable {
    /// Prometheus text format 0.0.4.
    case prometheus
    /// OpenMetrics 1.0: counters are declared without `_total`, and the text ends with `# EOF`.
    case openMetrics

    /// What an `Accept` header asks for: OpenMetrics only where it is named and not preferred less than plain text.
    public init(accept: String?) {
        var open = 0.0
        var text = 0.0
        for entry in (accept ?? "").split(separator: ",") {
            let parts = entry.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            switch parts.first {
            case "application/openmetrics-text": open = max(open, quality)
            case "text/plain": text = max(text, quality)
            default: continue
            }
        }
        self = open > 0 && open >= text ? .openMetrics : .prometheus
    }

    public var contentType: String {
        switch self {
        case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }
}

extension MetricRegistry {
    /// Every series as text.
    public func text(_ format: MetricFormat) -> String {
        var out = ""
        for (family, series) in snapshot() {
            var name = family.name
            if format == .openMetrics, family.kind == .counter, name.hasSuffix("_total") { name.removeLast("_total".count) }
            out += "# HELP \(name) \(escape(family.help, quotes: format == .openMetrics))\n# TYPE \(name) \(family.typeName)\n"
            for (labels, sample) in series {
                let pairs = zip(family.labels, labels).map { "\($0)=\"\(escape($1, quotes: true))\"" }
                switch sample {
                case .number(let number): out += line(family.name, pairs, number)
                case .histogram(let counts, let sum):
                    guard case .histogram(let bounds) = family.kind else { continue }
                    var total: UInt64 = 0
                    for (index, count) in counts.enumerated() {
                        total += count
                        let end = index < bounds.count ? text(of: bounds[index], isBound: format == .openMetrics) : "+Inf"
                        out += line("\(family.name)_bucket", pairs + ["le=\"\(end)\""], Double(total))
                    }
                    out += line("\(family.name)_sum", pairs, sum) + line("\(family.name)_count", pairs, Double(total))
                }
            }
        }
        return format == .openMetrics ? out + "# EOF\n" : out
    }

    private func line(_ name: String, _ pairs: [String], _ value: Double) -> String {
        "\(name)\(pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}") \(text(of: value, isBound: false))\n"
    }

    /// Whole numbers without a fraction; OpenMetrics writes the ends of buckets with one.
    private func text(of number: Double, isBound: Bool) -> String {
        number == number.rounded() && number.magnitude < 1e15 && !isBound ? String(Int64(number)) : "\(number)"
    }

    private func escape(_ text: String, quotes: Bool) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        return quotes ? escaped.replacing("\"", with: "\\\"") : escaped
    }
}
