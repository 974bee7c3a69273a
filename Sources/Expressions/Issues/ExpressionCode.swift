import Diagnostics

/// What can be wrong with an expression. 001 to 019 are found when it is compiled, 020 onwards when it runs.
public enum ExpressionCode: String, DiagnosticCode {
    case syntax = "EXPR001"
    case literal = "EXPR002"
    case tooLarge = "EXPR003"
    case unknownVariable = "EXPR004"
    case unknownFunction = "EXPR005"
    case noOverload = "EXPR006"
    case unknownField = "EXPR007"
    case macroUse = "EXPR008"
    case unexpectedType = "EXPR009"
    case template = "EXPR010"
    case conditionWithText = "EXPR011"
    case mapKey = "EXPR012"
    case constantArgument = "EXPR013"

    case missingValue = "EXPR020"
    case wrongKind = "EXPR021"
    case arithmetic = "EXPR022"
    case invalidArgument = "EXPR023"
    case overBudget = "EXPR024"
    case notConvertible = "EXPR025"
    case unboundVariable = "EXPR026"
}
