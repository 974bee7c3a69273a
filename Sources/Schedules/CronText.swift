/// A stretch of an expression that remembers where it stands in the whole.
struct CronText: Sendable, Hashable {
    let scalars: ArraySlice<Unicode.Scalar>

    init(_ scalars: ArraySlice<Unicode.Scalar>) {
        self.scalars = scalars
    }

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)[...]
    }

    var range: Range<Int> { scalars.startIndex..<scalars.endIndex }
    var isEmpty: Bool { scalars.isEmpty }
    var isStar: Bool { scalars.count == 1 && first == "*" }
    var first: Unicode.Scalar? { scalars.first }

    var string: String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// With a to z as capitals. Other letters stay: `ı` and `ſ` are no I and no S.
    var uppercased: String {
        var text = String.UnicodeScalarView()
        for scalar in scalars {
            let capital = ("a"..."z").contains(scalar) ? Unicode.Scalar(scalar.value - 32) : nil
            text.append(capital ?? scalar)
        }
        return String(text)
    }

    /// The number that ASCII digits alone make up; nil for any other text. Numbers too long for an Int count as the largest.
    var number: Int? {
        guard !scalars.isEmpty else { return nil }
        var number = 0
        for scalar in scalars {
            guard ("0"..."9").contains(scalar) else { return nil }
            let (tenfold, isTooLong) = number.multipliedReportingOverflow(by: 10)
            number = isTooLong || tenfold > .max - 9 ? .max : tenfold + Int(scalar.value - 48)
        }
        return number
    }

    subscript(bounds: Range<Int>) -> CronText { CronText(scalars[bounds]) }

    /// The parts between separators, empty ones included.
    func split(at separator: Unicode.Scalar) -> [CronText] {
        scalars.split(separator: separator, omittingEmptySubsequences: false).map(CronText.init)
    }

    /// What stands before and after the first separator.
    func cut(at separator: Unicode.Scalar) -> (before: CronText, after: CronText)? {
        guard let index = scalars.firstIndex(of: separator) else { return nil }
        return (CronText(scalars[..<index]), CronText(scalars[(index + 1)...]))
    }

    /// Without the last character.
    var withoutLast: CronText { CronText(scalars.dropLast()) }
    var withoutFirst: CronText { CronText(scalars.dropFirst()) }
}
