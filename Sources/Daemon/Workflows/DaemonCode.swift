import Diagnostics

/// What can be wrong between the workflow files of a folder.
public enum DaemonCode: String, DiagnosticCode {
    /// Two files hold workflows of one name.
    case takenWorkflowName = "DMN001"
}
