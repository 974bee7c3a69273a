import Foundation
import SMSText
import Testing

/// Texts by chance, with many characters of two units, so that borders between parts fall on them.
@Suite("Whatever the text, its parts")
struct SegmentPropertyTests {
    private static let alphabets: [[String]] = [
        ["a", "B", " ", "\n", "\r\n", "€", "[", "~", "Ü", "Δ"],
        ["a", "ç", "ğ", "ı", "ş", "Ğ", "İ", "Ş", "€", "|", "è", "Ö"],
        ["a", "ş", "İ", "€", "1"],
        ["a", "🎉", "👨‍👩‍👧", "🇹🇷", "ж", "â", "e\u{301}\u{323}", "s\u{327}", "i\u{307}", "😀"],
    ]

    /// Octets of the header in front of a part (3GPP TS 23.040, 9.2.3.24): its length, the concatenation, the national table.
    private static func headerOctets(_ encoding: SMSEncoding, isOneOfSeveral: Bool) -> Int {
        let elements = (isOneOfSeveral ? 5 : 0) + (encoding == .gsm7 || encoding == .ucs2 ? 0 : 3)
        return elements == 0 ? 0 : 1 + elements
    }

    private static func octets(_ units: Int, _ encoding: SMSEncoding, isOneOfSeveral: Bool) -> Int {
        let header = headerOctets(encoding, isOneOfSeveral: isOneOfSeveral)
        guard encoding != .ucs2 else { return header + units * 2 }
        // The header is filled up to the border of a septet.
        return ((header * 8 + 6) / 7 * 7 + units * 7 + 7) / 8
    }

    @Test("make up the text again, divide no pair, fit into 140 octets and leave no room for what follows")
    func parts() throws {
        let seed = UInt64.random(in: .min ... .max)
        var generator = Generator(state: seed)
        for round in 0..<400 {
            let alphabet = Self.alphabets[round % Self.alphabets.count]
            let count = Int.random(in: 1...[20, 165, 480].randomElement(using: &generator)!, using: &generator)
            let text = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? "a" }.joined()
            for encoding in SMSEncoding.allCases {
                guard let counted = SMSCount(text, encoding: encoding) else { continue }
                let note: Comment = "seed \(seed), round \(round), \(encoding)"
                let parts = try #require(SMSCount.parts(of: text, encoding: encoding), note)
                let whole = text.precomposedStringWithCanonicalMapping
                #expect(parts.flatMap { Array($0.unicodeScalars) } == Array(whole.unicodeScalars), note)
                #expect(parts.count == counted.segments, note)
                let isOneOfSeveral = parts.count > 1
                for (place, part) in parts.enumerated() {
                    // A part is normalised by itself, which must not change it: cost of its scalars as they stand.
                    let units = part.unicodeScalars.reduce(0) { $0 + Self.units($1, encoding) }
                    #expect(units == counted.unitsPerSegment[place], note)
                    #expect(Self.octets(units, encoding, isOneOfSeveral: isOneOfSeveral) <= 140, note)
                    guard place + 1 < parts.count, let next = parts[place + 1].unicodeScalars.first else { continue }
                    #expect(
                        Self.octets(units + Self.units(next, encoding), encoding, isOneOfSeveral: true) > 140, note)
                }
            }
            let cheapest = SMSCount(text, mode: .turkish)
            for encoding in SMSEncoding.allCases where encoding != .gsm7TurkishLocking {
                guard let other = SMSCount(text, encoding: encoding) else { continue }
                #expect(cheapest.segments <= other.segments, "seed \(seed), round \(round): \(encoding) is cheaper")
            }
        }
    }

    /// Written out from the tables of the reference, not taken from the code under test.
    private static func units(_ scalar: Unicode.Scalar, _ encoding: SMSEncoding) -> Int {
        let extended = "\u{0C}^{}\\[~]|€".unicodeScalars, turkish = "çğışĞİŞ".unicodeScalars
        switch encoding {
        case .ucs2: return scalar.value > 0xFFFF ? 2 : 1
        case .gsm7: return extended.contains(scalar) ? 2 : 1
        case .gsm7TurkishSingle: return extended.contains(scalar) || turkish.contains(scalar) ? 2 : 1
        case .gsm7TurkishLocking: return extended.contains(scalar) && scalar != "€" ? 2 : 1
        }
    }

    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
