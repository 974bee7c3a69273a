import SMSText
import Values

/// What a text costs with each setting of each provider.
struct CountSheet {
    private struct Row {
        let provider: String
        let setting: String
        let estimate: SegmentEstimate
        let suffix: String
    }

    let text: String
    private let rows: [Row]
    private let forcing: [ForcingCharacter]

    init(_ text: String) {
        self.text = text
        let suffix = SegmentEstimate.iletiMerkeziSuffix
        rows = [
            Row(
                provider: "iletimerkezi", setting: "English mode", estimate: .iletiMerkezi(text, characterMode: .english),
                suffix: suffix),
            Row(
                provider: "iletimerkezi", setting: "full characters", estimate: .iletiMerkezi(text, characterMode: .full),
                suffix: suffix),
            Row(
                provider: "turkeysms", setting: "language: standard", estimate: .turkeySMS(text, language: .english),
                suffix: ""),
            Row(
                provider: "turkeysms", setting: "language: turkish", estimate: .turkeySMS(text, language: .turkish), suffix: ""),
            Row(
                provider: "turkeysms", setting: "language: unicode", estimate: .turkeySMS(text, language: .unicode), suffix: ""),
        ]
        forcing = ForcingCharacter.all(in: text)
    }

    // MARK: For people

    func page(_ palette: Palette) -> String {
        var table = TextTable(header: ["PROVIDER", "SETTING", "ENCODING", "UNITS", "PARTS"])
        for row in rows {
            let units = row.estimate.count.unitsPerSegment
            table.rows.append([
                row.provider, row.setting, row.estimate.count.encoding.displayName,
                units.count == 1 ? "\(units[0])" : "\(row.estimate.count.units) = " + Self.sum(units),
                "\(row.estimate.segments)" + (row.estimate.isTooLong ? "  too long" : ""),
            ])
        }
        var page = table.render(palette)
        if let english = rows.first, english.estimate.text != text {
            page += "\niletimerkezi in English mode sends: \(english.estimate.text)\n"
        }
        guard !forcing.isEmpty else { return page }
        page += "\nnot in the basic alphabet:\n"
        for entry in forcing {
            page += "  `\(entry.character)`  \(entry.name), at \(Self.places(entry.positions)), needs "
            page += entry.encoding == .ucs2 ? "UCS-2" : "a Turkish table"
            page += entry.replacement.map { "; `\($0)` would not" } ?? ""
            page += "\n"
        }
        return page + cheaper()
    }

    /// What the text would cost without what can be written in another way.
    private func cheaper() -> String {
        let count = SMSCount(text, mode: .turkish)
        var lines = ""
        var best = count.segments
        for (name, folding) in [
            ("plain quotes, dashes and spaces", TextFolding.typography), ("plain letters as well", .defaultAlphabet),
        ] {
            let folded = folding.fold(text).text
            let segments = SMSCount(folded, mode: .turkish).segments
            guard segments < best else { continue }
            lines += "with \(name) it takes \(segments): \(folded)\n"
            best = segments
        }
        return lines.isEmpty ? "" : "\n" + lines
    }

    private static func sum(_ units: [Int]) -> String {
        let shown =
            units.count > 6 ? units.prefix(4).map(String.init) + ["…", String(units[units.count - 1])] : units.map(String.init)
        return shown.joined(separator: " + ")
    }

    private static func places(_ positions: [Int]) -> String {
        let rest = positions.count - 5
        return positions.prefix(5).map(String.init).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    // MARK: For programs

    var value: Value {
        [
            "text": .string(text),
            "counts": .list(rows.map(Self.value)),
            "forced_by": .list(
                forcing.map { entry in
                    [
                        "character": .string(String(entry.character)), "name": .string(entry.name),
                        "positions": .list(entry.positions.map { .int(Int64($0)) }),
                        "needs": .string(entry.encoding == .ucs2 ? "ucs2" : "turkish"),
                        "replacement": entry.replacement.map(Value.string) ?? .null,
                    ]
                }),
        ]
    }

    private static func value(_ row: Row) -> Value {
        let count = row.estimate.count
        let parts = SMSCount.parts(of: row.estimate.text + row.suffix, encoding: count.encoding) ?? []
        return [
            "provider": .string(row.provider), "setting": .string(row.setting), "sent": .string(row.estimate.text),
            "encoding": .string(count.encoding.rawValue), "units": .int(Int64(count.units)),
            "units_per_part": .list(count.unitsPerSegment.map { .int(Int64($0)) }), "parts": .list(parts.map(Value.string)),
            "segments": .int(Int64(row.estimate.segments)), "too_long": .bool(row.estimate.isTooLong),
        ]
    }
}
