/// A finite double as the exact decimal number that it is, for rounding to a number of digits.
struct ExactDecimal {
    /// Decimal digits, the first one not zero, unless the number is zero.
    private var digits: [UInt8]
    /// How many of the digits stand before the point; may be negative.
    private var point: Int

    init(_ number: Double) {
        precondition(number.isFinite, "only finite numbers have digits")
        guard number != 0 else {
            digits = [0]
            point = 1
            return
        }
        let exponent = Int(number.exponent) - 52
        let significand = number.significand * 0x1p52
        var limbs = Limbs(UInt64(significand))
        if exponent >= 0 {
            limbs.multiply(by: 2, times: exponent)
            digits = limbs.digits
            point = digits.count
        } else {
            // Halving is multiplying by five and moving the point.
            limbs.multiply(by: 5, times: -exponent)
            digits = limbs.digits
            point = digits.count + exponent
        }
        while digits.count > 1, digits.last == 0 { digits.removeLast() }
    }

    /// Rounds to so many digits, a tie to the even digit.
    private mutating func round(toDigits count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else {
            digits = [0]
            return
        }
        let next = digits[count]
        let isTie = next == 5 && digits[(count + 1)...].allSatisfy { $0 == 0 }
        let isOdd = count > 0 && digits[count - 1] % 2 == 1
        digits.removeLast(digits.count - count)
        guard next > 5 || (next == 5 && (!isTie || isOdd)) else {
            if digits.isEmpty { digits = [0] }
            return
        }
        var index = count - 1
        while index >= 0, digits[index] == 9 {
            digits[index] = 0
            index -= 1
        }
        if index >= 0 {
            digits[index] += 1
        } else {
            digits.insert(1, at: 0)
            point += 1
        }
    }

    /// With so many digits behind the point.
    func fixed(_ precision: Int) -> String {
        var rounded = self
        rounded.round(toDigits: point + precision)
        let isZero = rounded.digits.allSatisfy { $0 == 0 }
        let point = isZero ? 1 : rounded.point
        func digit(_ index: Int) -> Character {
            index >= 0 && index < rounded.digits.count ? Character(Unicode.Scalar(48 + rounded.digits[index])) : "0"
        }
        var text = ""
        if point <= 0 { text = "0" } else { for index in 0..<point { text.append(digit(index)) } }
        if precision > 0 {
            text += "."
            for index in 0..<precision { text.append(digit(point + index)) }
        }
        return text
    }

    /// One digit before the point, so many behind it, and the power of ten.
    func scientific(_ precision: Int) -> String {
        var rounded = self
        rounded.round(toDigits: precision + 1)
        var text = ""
        for index in 0...precision {
            if index == 1 { text += "." }
            text.append(index < rounded.digits.count ? Character(Unicode.Scalar(48 + rounded.digits[index])) : "0")
        }
        let exponent = rounded.digits == [0] ? 0 : rounded.point - 1
        return text + (exponent < 0 ? "e-" : "e+") + (abs(exponent) < 10 ? "0" : "") + String(abs(exponent))
    }

    /// A large whole number, nine decimal digits a limb, the lowest first.
    private struct Limbs {
        private var limbs: [UInt64] = []

        init(_ number: UInt64) {
            var rest = number
            while rest > 0 {
                limbs.append(rest % 1_000_000_000)
                rest /= 1_000_000_000
            }
        }

        mutating func multiply(by factor: UInt64, times: Int) {
            // As many at once as keep a limb's product within 64 bits.
            let step = factor == 2 ? 29 : 13
            var remaining = times
            while remaining > 0 {
                let count = min(step, remaining)
                var product: UInt64 = 1
                for _ in 0..<count { product *= factor }
                multiply(by: product)
                remaining -= count
            }
        }

        private mutating func multiply(by factor: UInt64) {
            var carry: UInt64 = 0
            for index in limbs.indices {
                let value = limbs[index] * factor + carry
                limbs[index] = value % 1_000_000_000
                carry = value / 1_000_000_000
            }
            while carry > 0 {
                limbs.append(carry % 1_000_000_000)
                carry /= 1_000_000_000
            }
        }

        var digits: [UInt8] {
            var result: [UInt8] = []
            for (index, limb) in limbs.reversed().enumerated() {
                result += Digits.padded(Int(limb), index == 0 ? 1 : 9).utf8.map { $0 - 48 }
            }
            return result
        }
    }
}
