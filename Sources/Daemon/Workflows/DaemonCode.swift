import Diagnostics

/// What can be wrong between the workflow files of a folder, or in `ulak.yaml`.
public enum DaemonCode: String, DiagnosticCode {
    /// Two files hold workflows of one name.
    case takenWorkflowName = "DMN001"
    /// A value of `ulak.yaml` that cannot be used.
    case settingValue = "DMN002"
}
