/// A rule that says which scalars belong to `\p{...}`: general categories and the commonest scripts.
enum UnicodeRule: Equatable, Sendable {
    case any
    /// By the first letter of the category (`L`), or both (`Lu`).
    case category(String)
    case script([ClosedRange<UInt32>])

    /// Nil for a name that is not known.
    init?(name: String) {
        if name == "Any" {
            self = .any
        } else if Self.categories.contains(name) {
            self = .category(name)
        } else if let ranges = ScriptRanges.byName[name] {
            self = .script(ranges)
        } else {
            return nil
        }
    }

    private static let categories: Set<String> = [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf",
        "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co",
    ]

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .any: return true
        case .category(let name):
            let code = Self.code(scalar.properties.generalCategory)
            // Unassigned scalars belong to no category that a pattern can name.
            return code != "Cn" && (name.utf8.count == 1 ? code.utf8.first == name.utf8.first : code == name)
        case .script(let ranges):
            return ranges.contains { $0.contains(scalar.value) } && scalar.properties.generalCategory != .unassigned
        }
    }

    private static func code(_ category: Unicode.GeneralCategory) -> String {
        switch category {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        case .unassigned: "Cn"
        @unknown default: "Cn"
        }
    }
}
