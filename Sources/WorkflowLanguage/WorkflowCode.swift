import Diagnostics

/// What can be wrong with a workflow, once its YAML is in order.
public enum WorkflowCode: String, DiagnosticCode {
    case unreadableFile = "WF001"
    case invalidName = "WF002"
    case noSteps = "WF003"
    case takenName = "WF004"

    case unknownNode = "WF010"
    case wrongKindOfNode = "WF011"
    case unknownParameter = "WF012"
    case missingParameter = "WF013"
    case invalidParameter = "WF014"
    case parameterType = "WF015"
    case brokenRule = "WF016"
    case bracesWithoutDollar = "WF017"

    case credentialNotNamed = "WF020"
    case credentialNotUsed = "WF021"
    case credentialNotFound = "WF022"

    case unknownStep = "WF030"
    case cycle = "WF031"
    case wholeSteps = "WF032"
    case ruleWithoutDependency = "WF033"
    case sendOnlyKey = "WF034"

    case needsForEach = "WF041"
    case viaNeeded = "WF042"
    case unknownAlternative = "WF043"
    case viaNotTaken = "WF044"

    case inputDefault = "WF050"
    case inputValue = "WF051"
    case expressionNotAllowed = "WF052"
    case triggerInput = "WF053"

    case sameRoute = "WF060"
    case eventNeeded = "WF061"
}
