import Foundation

/// Replaces characters by cheaper ones, and tells which. Offered to authors, never done silently to a text they send.
public struct TextFolding: Sendable {
    /// A character that was replaced, and by what; an empty replacement means that it was left out.
    public struct Replacement: Hashable, Sendable {
        public let character: Character
        public let replacement: String
        /// How many times it stood in the text.
        public internal(set) var count: Int
    }

    /// The folded text and what was changed, in the order of first appearance.
    public struct Result: Hashable, Sendable {
        public let text: String
        public let replacements: [Replacement]
    }

    private let table: [Character: String]
    private let dropsEmoji: Bool

    init(table: [Character: String], dropsEmoji: Bool = false) {
        self.table = table
        self.dropsEmoji = dropsEmoji
    }

    /// What word processors put in: curly quotes, dashes, the ellipsis character, spaces of other widths.
    public static let typography = TextFolding(table: typographyTable)
    /// Everything that has a near relative in the default alphabet: typography, the seven Turkish letters it lacks, â î û.
    public static let defaultAlphabet = TextFolding(
        table: typographyTable.merging(
            [
                "ç": "c", "ğ": "g", "ı": "i", "ş": "s", "Ğ": "G", "İ": "I", "Ş": "S",
                "â": "a", "î": "i", "û": "u", "Â": "A", "Î": "I", "Û": "U", "`": "'",
            ], uniquingKeysWith: { first, _ in first }))
    /// What an iletiMerkezi account does whose Turkish and Unicode modes are off.
    public static let iletiMerkeziEnglish = TextFolding(
        table: [
            "ç": "c", "ğ": "g", "ı": "i", "ö": "o", "ş": "s", "ü": "u",
            "Ç": "C", "Ğ": "G", "İ": "I", "Ö": "O", "Ş": "S", "Ü": "U",
        ], dropsEmoji: true)

    public func fold(_ text: String) -> Result {
        var out = ""
        var replacements: [Replacement] = []
        var places: [Character: Int] = [:]
        for character in text.precomposedStringWithCanonicalMapping {
            let replacement: String
            if let cheaper = table[character] {
                replacement = cheaper
            } else if dropsEmoji, character.isEmojiPicture {
                replacement = ""
            } else {
                out.append(character)
                continue
            }
            out += replacement
            if let place = places[character] {
                replacements[place].count += 1
            } else {
                places[character] = replacements.count
                replacements.append(Replacement(character: character, replacement: replacement, count: 1))
            }
        }
        return Result(text: out, replacements: replacements)
    }

    private static let typographyTable: [Character: String] = [
        "\u{2018}": "'", "\u{2019}": "'", "\u{201A}": "'", "\u{201B}": "'", "\u{2032}": "'",
        "\u{201C}": "\"", "\u{201D}": "\"", "\u{201E}": "\"", "\u{2033}": "\"", "\u{00AB}": "\"", "\u{00BB}": "\"",
        "\u{2010}": "-", "\u{2011}": "-", "\u{2012}": "-", "\u{2013}": "-", "\u{2014}": "-", "\u{2212}": "-",
        "\u{2026}": "...", "\u{2022}": "-",
        "\u{00A0}": " ", "\u{2007}": " ", "\u{2009}": " ", "\u{202F}": " ", "\t": " ",
    ]
}

extension Character {
    /// Whether it is drawn as a picture: emoji, flags, keycaps and their combinations, but not digits or ©.
    var isEmojiPicture: Bool {
        let scalars = unicodeScalars
        guard let first = scalars.first else { return false }
        if scalars.contains(where: { $0.value == 0x20E3 }) { return true }
        guard first.properties.isEmoji else { return false }
        return first.properties.isEmojiPresentation || first.value >= 0x2600
            || scalars.contains { $0.value == 0xFE0F }
    }
}
