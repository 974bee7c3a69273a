import Diagnostics

/// What can be wrong with a node manifest.
public enum NodeCode: String, DiagnosticCode {
    case unreadable = "NODE001"
    case nameDiffersFromPath = "NODE002"
    case takenName = "NODE003"
    case unknownProvider = "NODE004"
    case invalidDefault = "NODE005"
    /// The other side cannot be asked like that what became of a send.
    case unusableQuestion = "NODE006"
}
