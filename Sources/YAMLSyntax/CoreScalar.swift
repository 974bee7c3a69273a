/// What the characters of a plain scalar look like under the core forms of section 3 of the dialect.
enum CoreScalar: Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case text
    /// `010`: octal for some readers, decimal for others.
    case leadingZero
    /// `.inf`, `.nan`
    case notFinite
    /// An integer outside 64 bits, or a double outside its range.
    case outOfRange

    init(_ text: String) {
        if Self.isNull(text) {
            self = .null
            return
        }
        switch text {
        case "true", "True", "TRUE": self = .bool(true)
        case "false", "False", "FALSE": self = .bool(false)
        default: self = Self.number(Array(text.utf8)) ?? .text
        }
    }

    static func isNull(_ text: String) -> Bool {
        switch text {
        case "", "~", "null", "Null", "NULL": true
        default: false
        }
    }

    /// The words that YAML 1.1 reads as booleans and YAML 1.2 as text.
    static func isOldBoolean(_ text: String) -> Bool {
        switch text {
        case "y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF": true
        default: false
        }
    }

    /// `1_000`, which YAML 1.1 reads as a number.
    static func isUnderscoreNumber(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "_")), let last = bytes.last, isDigit(last) else { return false }
        var digits = bytes[...]
        if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard let first = digits.first, isDigit(first) else { return false }
        return digits.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }
            && digits.count { $0 == UInt8(ascii: ".") } <= 1
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private static func number(_ bytes: [UInt8]) -> CoreScalar? {
        if let based = basedInteger(bytes) { return based }
        var rest = bytes[...]
        let negative = rest.first == UInt8(ascii: "-")
        if negative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        if isNotFinite(rest, signed: rest.count < bytes.count) { return .notFinite }

        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        if rest.isEmpty {
            guard let first = whole.first else { return nil }
            if first == UInt8(ascii: "0"), whole.count > 1 { return .leadingZero }
            return Int64(String(decoding: bytes, as: UTF8.self)).map(CoreScalar.int) ?? .outOfRange
        }
        var fraction: ArraySlice<UInt8> = []
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            fraction = rest.prefix(while: isDigit)
            rest = rest.dropFirst(fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        var exponent: ArraySlice<UInt8> = []
        var exponentSign = ""
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
                exponentSign = sign == UInt8(ascii: "-") ? "-" : ""
                rest = rest.dropFirst()
            }
            exponent = rest.prefix(while: isDigit)
            guard !exponent.isEmpty else { return nil }
            rest = rest.dropFirst(exponent.count)
        }
        guard rest.isEmpty else { return nil }
        if whole.count > 1, whole.first == UInt8(ascii: "0") { return .leadingZero }
        func text(_ digits: ArraySlice<UInt8>) -> String { digits.isEmpty ? "0" : String(decoding: digits, as: UTF8.self) }
        let written = "\(negative ? "-" : "")\(text(whole)).\(text(fraction))e\(exponentSign)\(text(exponent))"
        guard let number = Double(written) else { return .outOfRange }
        return number.isFinite ? .double(number) : .outOfRange
    }

    /// `0o17` and `0xff`, which take no sign.
    private static func basedInteger(_ bytes: [UInt8]) -> CoreScalar? {
        guard bytes.count > 2, bytes[0] == UInt8(ascii: "0") else { return nil }
        let radix: Int
        switch bytes[1] {
        case UInt8(ascii: "o"): radix = 8
        case UInt8(ascii: "x"): radix = 16
        default: return nil
        }
        let digits = bytes[2...]
        let areDigits = digits.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "7"): true
            case UInt8(ascii: "8"), UInt8(ascii: "9"): radix == 16
            case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): radix == 16
            default: false
            }
        }
        guard areDigits else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self), radix: radix).map(CoreScalar.int) ?? .outOfRange
    }

    private static func isNotFinite(_ unsigned: ArraySlice<UInt8>, signed: Bool) -> Bool {
        switch String(decoding: unsigned, as: UTF8.self) {
        case ".inf", ".Inf", ".INF": true
        case ".nan", ".NaN", ".NAN": !signed
        default: false
        }
    }
}
