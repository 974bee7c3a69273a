import Diagnostics

/// What can be wrong with a vault, its key, or another source of credentials.
public enum VaultCode: String, DiagnosticCode {
    // The file
    case noVault = "VT001"
    case unreadable = "VT002"
    case unknownFormat = "VT003"
    case malformed = "VT004"
    case exists = "VT005"
    case notWritten = "VT006"
    case busy = "VT007"

    // The master key
    case keyMissing = "VT010"
    case keyExposed = "VT011"
    case keyMalformed = "VT012"
    case wrongKey = "VT013"
    case keyDamaged = "VT014"
    case scryptBounds = "VT015"

    // What is sealed
    case sealBroken = "VT020"
    case valueChanged = "VT021"
    case valueMoved = "VT022"
    case oldVersion = "VT023"
    case unsealedChange = "VT024"

    // Names and values that a person gives
    case invalidName = "VT030"
    case notThere = "VT031"
    case unusableValue = "VT032"
    case changedMeanwhile = "VT033"
    case editedText = "VT034"

    // Sources
    case sourceConfiguration = "VT040"
    case sourceUnavailable = "VT041"
    case checkFailed = "VT042"
}
