extension Duration {
    /// For people: `340 µs`, `12 ms`, `1.4 s`, `2 min 5 s`.
    var display: String {
        let microseconds = self.components.seconds * 1_000_000 + self.components.attoseconds / 1_000_000_000_000
        switch microseconds {
        case ..<1000: return "\(microseconds) µs"
        case ..<1_000_000: return "\(microseconds / 1000) ms"
        case ..<60_000_000:
            let tenths = microseconds / 100_000
            return "\(tenths / 10).\(tenths % 10) s"
        default:
            let seconds = microseconds / 1_000_000
            return seconds < 3600 ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds / 3600) h \(seconds / 60 % 60) min"
        }
    }
}
