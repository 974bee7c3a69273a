import Diagnostics

/// What can be wrong with the keys of a map whose keys are known.
public enum StructureCode: String, DiagnosticCode {
    case unknownKey = "YAML070"
    case missingKey = "YAML071"
    case notAllowed = "YAML072"
    case excludedKey = "YAML073"
}
