import Diagnostics

/// What can be wrong with a YAML text, before anybody asks what it means.
public enum YAMLCode: String, DiagnosticCode {
    // The text
    case notUTF8 = "YAML001"
    case controlCharacter = "YAML002"
    case fileTooLarge = "YAML003"

    // Limits
    case tooDeep = "YAML004"
    case tooManyNodes = "YAML005"
    case tooLong = "YAML006"
    case tooManyAliases = "YAML007"

    // Syntax
    case syntax = "YAML010"
    case expressionNeedsQuotes = "YAML011"
    case valueNeedsQuotes = "YAML012"
    case tabIndentation = "YAML013"
    case indentation = "YAML014"
    case unclosedQuote = "YAML015"
    case unclosedBracket = "YAML016"
    case escapeSequence = "YAML017"

    // The document
    case emptyFile = "YAML020"
    case rootNotMapping = "YAML021"
    case severalDocuments = "YAML022"
    case directive = "YAML023"

    // Keys and tags
    case duplicateKey = "YAML030"
    case refusedKey = "YAML031"
    case mergeKey = "YAML032"
    case refusedTag = "YAML033"
    case tagMismatch = "YAML034"

    // Anchors
    case unknownAnchor = "YAML040"
    case duplicateAnchor = "YAML041"
    case recursiveAlias = "YAML042"

    // Values that look like something else
    case unquotedBoolean = "YAML050"
    case underscoreNumber = "YAML051"
    case commentInExpression = "YAML052"
    case doubleBraces = "YAML053"

    // Types
    case leadingZero = "YAML060"
    case notFinite = "YAML061"
    case numberOutOfRange = "YAML062"
    case wrongType = "YAML063"
    case missingValue = "YAML064"
}
