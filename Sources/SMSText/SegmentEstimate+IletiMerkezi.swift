import Foundation

extension SegmentEstimate {
    /// The account setting of iletiMerkezi that decides what becomes of letters outside of the default alphabet.
    public enum IletiMerkeziCharacterMode: String, Hashable, Sendable, CaseIterable {
        /// The setting of a new account: Turkish letters become plain ones and emoji vanish.
        case english
        /// The encoding follows the text.
        case full
    }

    /// The operator code that a regulator's decision of 12 April 2016 puts at the end of every message.
    public static let iletiMerkeziSuffix = " B186"
    public static let iletiMerkeziMaximumSegments = 7

    /// iletiMerkezi's published table and the count with its suffix, side by side.
    public static func iletiMerkezi(
        _ text: String, characterMode: IletiMerkeziCharacterMode = .english
    ) -> SegmentEstimate {
        let sent = characterMode == .english ? TextFolding.iletiMerkeziEnglish.fold(text).text : text
        let count = SMSCount(sent, mode: .turkish, suffix: iletiMerkeziSuffix)
        return SegmentEstimate(
            text: sent, count: count, tableSegments: tableSegments(of: sent, encoding: count.encoding),
            maximumSegments: iletiMerkeziMaximumSegments)
    }

    /// Segments by the table `first / subsequent`: 155/153, 150/148, 65/63. It speaks of characters, so a Turkish letter is one
    /// whichever shift table will be used; extension characters are two in every 7-bit mode.
    private static func tableSegments(of text: String, encoding: SMSEncoding) -> Int {
        let scalars = text.precomposedStringWithCanonicalMapping.unicodeScalars
        let (first, subsequent, length): (Int, Int, Int) =
            switch encoding {
            case .gsm7: (155, 153, scalars.reduce(0) { $0 + (SMSAlphabet.defaultCost(of: $1) ?? 1) })
            case .gsm7TurkishSingle, .gsm7TurkishLocking:
                (150, 148, scalars.reduce(0) { $0 + (SMSAlphabet.defaultCost(of: $1) ?? 1) })
            case .ucs2: (65, 63, scalars.reduce(0) { $0 + UTF16.width($1) })
            }
        return length <= first ? 1 : (length + subsequent - 1) / subsequent
    }
}
