/// A pattern such as `dd.MM.yyyy HH:mm`: letters stand for parts of a time, the number of letters for the form.
struct TimePattern: Sendable {
    enum Field: Equatable, Sendable {
        case year, shortYear
        case month(digits: Int), monthName, shortMonthName
        case day(digits: Int), dayOfYear
        case weekday, shortWeekday
        case hour(digits: Int), hourOfHalf(digits: Int), half
        case minute(digits: Int), second(digits: Int)
        /// So many digits of the fraction of a second.
        case fraction(digits: Int)
        /// `+03:00`, or `Z` for UTC when `zulu` is set; `+0300` without colon.
        case offset(colon: Bool, zulu: Bool)
        case literal(String)
    }

    let fields: [Field]

    /// Reads a pattern. Other characters than letters stand for themselves, letters in single quotes too.
    init(_ pattern: String) throws(EvaluationError) {
        let scalars = Array(pattern.unicodeScalars)
        var fields: [Field] = []
        var index = 0
        func literal(_ text: String) {
            if case .literal(let before)? = fields.last {
                fields[fields.count - 1] = .literal(before + text)
            } else {
                fields.append(.literal(text))
            }
        }
        while index < scalars.count {
            let scalar = scalars[index]
            if scalar == "'" {
                literal(try Self.quoted(scalars, &index))
            } else if scalar.isASCII, scalar.properties.isAlphabetic {
                var count = 0
                while index < scalars.count, scalars[index] == scalar {
                    count += 1
                    index += 1
                }
                fields.append(try Self.field(scalar, count))
            } else {
                literal(String(scalar))
                index += 1
            }
        }
        self.fields = fields
    }

    /// The text between single quotes; two of them are one quote, inside and on their own.
    private static func quoted(_ scalars: [Unicode.Scalar], _ index: inout Int) throws(EvaluationError) -> String {
        var text = String.UnicodeScalarView()
        index += 1
        if index < scalars.count, scalars[index] == "'" {
            index += 1
            return "'"
        }
        while index < scalars.count {
            if scalars[index] != "'" {
                text.append(scalars[index])
                index += 1
            } else if index + 1 < scalars.count, scalars[index + 1] == "'" {
                text.append("'")
                index += 2
            } else {
                index += 1
                return String(text)
            }
        }
        throw EvaluationError(.invalidArgument, "the quotes in the time pattern do not end")
    }

    private static func field(_ letter: Unicode.Scalar, _ count: Int) throws(EvaluationError) -> Field {
        switch (letter, count) {
        case ("y", 1), ("y", 4): .year
        case ("y", 2): .shortYear
        case ("M", 1...2): .month(digits: count)
        case ("M", 3): .shortMonthName
        case ("M", 4): .monthName
        case ("d", 1...2): .day(digits: count)
        case ("D", 1...3): .dayOfYear
        case ("E", 1...3): .shortWeekday
        case ("E", 4): .weekday
        case ("H", 1...2): .hour(digits: count)
        case ("h", 1...2): .hourOfHalf(digits: count)
        case ("a", 1): .half
        case ("m", 1...2): .minute(digits: count)
        case ("s", 1...2): .second(digits: count)
        case ("S", 1...9): .fraction(digits: count)
        case ("X", 3): .offset(colon: true, zulu: true)
        case ("x", 3): .offset(colon: true, zulu: false)
        case ("Z", 1), ("x", 2): .offset(colon: false, zulu: false)
        case ("X", 2): .offset(colon: false, zulu: true)
        default:
            throw EvaluationError(
                .invalidArgument,
                "`\(String(repeating: String(letter), count: count))` is not a part of a time pattern; there are yyyy yy MM M MMM MMMM dd d DDD EEE EEEE HH H hh h a mm m ss s SSS XXX; other letters go in single quotes"
            )
        }
    }
}
