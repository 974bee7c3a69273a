extension CronText {
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    /// The parts between spaces and tabs.
    var words: [CronText] {
        scalars.split(whereSeparator: Self.isBlank).map(CronText.init)
    }

    /// Without spaces and tabs around it. Other kinds of white space are refused, since they look the same and are none.
    func trimmedOfBlanks() throws(CronError) -> CronText {
        if let index = scalars.firstIndex(where: {
            !Self.isBlank($0) && ($0.value < 32 || !$0.isASCII && $0.properties.isWhitespace)
        }) {
            let code = String(scalars[index].value, radix: 16, uppercase: true)
            let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
            let isBreak = scalars[index] == "\n" || scalars[index] == "\r"
            throw CronError(
                "found \(isBreak ? "a line break" : "the character U+\(padded)"), but only spaces and tabs separate fields; "
                    + "write one line with spaces",
                at: index..<(index + 1),
                suggestion: " "
            )
        }
        let start = scalars.drop(while: Self.isBlank)
        let end = start.lastIndex { !Self.isBlank($0) }.map { $0 + 1 } ?? start.startIndex
        return CronText(start[..<end])
    }

    /// Refuses `TZ=` and `CRON_TZ=` in front of the fields.
    func refuseZone() throws(CronError) {
        guard let word = words.first, let (key, zone) = word.cut(at: "="), ["TZ", "CRON_TZ"].contains(key.uppercased) else {
            return
        }
        let rest = words.dropFirst().first?.range.lowerBound ?? range.upperBound
        let name = zone.isEmpty ? "Europe/Istanbul" : zone.string
        throw CronError(
            "`\(word.string)` in front of the fields is not read; write the zone under its own key, `timezone: \(name)`, and only "
                + "the fields here",
            at: word.range.lowerBound..<rest,
            suggestion: ""
        )
    }

    /// A comma at the edge of a field mostly means that a list was written with spaces.
    func refuseCommaAtTheEdge() throws(CronError) {
        guard first == "," || scalars.last == "," else { return }
        throw CronError(
            "`\(string)` has a comma with nothing beside it; write a list without spaces, such as `1,15`",
            at: range
        )
    }

    func refuseCount(of words: [CronText]) -> CronError {
        let order = "minute, hour, day of month, month, day of week"
        if words.count == 7 {
            return CronError(
                "found 7 fields, but there is no field for the year; write five (\(order)) or six with the second first, and leave "
                    + "`\(words[6].string)` out if it is the year",
                at: words[6].range
            )
        }
        let missing = words.count == 4 ? "; write `\(string) *` if the day of the week is what is missing" : ""
        return CronError(
            "found \(words.count) field\(words.count == 1 ? "" : "s"), but an expression has five (\(order)) or six with the second "
                + "first\(missing)",
            at: range
        )
    }
}
