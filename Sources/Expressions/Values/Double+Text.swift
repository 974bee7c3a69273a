extension Double {
    /// How an expression writes a double: the shortest digits that read back as the same number, without exponent from 1e-6 to
    /// 1e21, and without fraction when it is whole (`1`, `0.5`, `1e+21`).
    var expressionText: String {
        if isNaN { return "NaN" }
        if isInfinite { return self < 0 ? "-Infinity" : "Infinity" }
        if self == 0 { return sign == .minus ? "-0" : "0" }
        if magnitude >= 1e-3, magnitude < 1e15 {
            // Here the standard library writes no exponent either.
            let text = description
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }
        let (digits, exponent) = decimalDigits
        let sign = self < 0 ? "-" : ""
        let count = digits.utf8.count
        if (-6..<21).contains(exponent) { return positionalText }
        let mantissa = count == 1 ? digits : digits.prefix(1) + "." + digits.dropFirst()
        let magnitude = Swift.abs(exponent)
        return "\(sign)\(mantissa)e\(exponent < 0 ? "-" : "+")\(magnitude < 10 ? "0" : "")\(magnitude)"
    }

    /// Like `expressionText`, but never with an exponent.
    var positionalText: String {
        guard isFinite, self != 0 else { return expressionText }
        let (digits, exponent) = decimalDigits
        let sign = self < 0 ? "-" : ""
        if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
        let count = digits.utf8.count
        if count <= exponent + 1 { return sign + digits + String(repeating: "0", count: exponent + 1 - count) }
        return sign + digits.prefix(exponent + 1) + "." + digits.dropFirst(exponent + 1)
    }

    /// The shortest significant digits, and the power of ten of the first one.
    private var decimalDigits: (digits: String, exponent: Int) {
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        let text = Array(magnitude.description.utf8)
        for (index, byte) in text.enumerated() {
            if byte == UInt8(ascii: ".") {
                point = digits.count
            } else if byte == UInt8(ascii: "e") {
                exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
                break
            } else {
                digits.append(byte)
            }
        }
        exponent += (point ?? digits.count) - 1
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leading)
        exponent -= leading
        while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (String(decoding: digits, as: UTF8.self), exponent)
    }
}
