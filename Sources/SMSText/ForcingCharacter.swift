import Foundation

/// A character that the default alphabet lacks, and that so makes the whole text dearer.
public struct ForcingCharacter: Hashable, Sendable {
    public let character: Character
    /// Where it stands in the text in NFC, counted in characters from 1.
    public let positions: [Int]
    /// The cheapest encoding that can write it: `gsm7TurkishSingle` or `ucs2`.
    public let encoding: SMSEncoding
    /// What it can be replaced by in the default alphabet; nil where nothing is near.
    public let replacement: String?

    /// `U+2019 RIGHT SINGLE QUOTATION MARK`, joined by `+` where it has several code points.
    public var name: String {
        character.unicodeScalars.map { scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            return scalar.properties.name.map { "\(code) \($0)" } ?? code
        }.joined(separator: " + ")
    }

    /// Every such character once, in the order of first appearance.
    public static func all(in text: String) -> [ForcingCharacter] {
        var order: [Character] = []
        var positions: [Character: [Int]] = [:]
        for (index, character) in text.precomposedStringWithCanonicalMapping.enumerated()
        where character.unicodeScalars.contains(where: { SMSEncoding.gsm7.cost(of: $0) == nil }) {
            if positions[character] == nil { order.append(character) }
            positions[character, default: []].append(index + 1)
        }
        return order.map { character in
            let isTurkish = character.unicodeScalars.allSatisfy { SMSEncoding.gsm7TurkishSingle.cost(of: $0) != nil }
            return ForcingCharacter(
                character: character, positions: positions[character] ?? [],
                encoding: isTurkish ? .gsm7TurkishSingle : .ucs2,
                replacement: TextFolding.defaultAlphabet.fold(String(character)).replacements.first?.replacement)
        }
    }
}
