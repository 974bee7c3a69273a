import Expressions

extension ExpressionLimits {
    /// For manifests: their authors are trusted, and one request may hold fifty thousand recipients.
    static let manifest = {
        var limits = ExpressionLimits.standard
        limits.cost = 50_000_000
        limits.resultBytes = 16 << 20
        return limits
    }()
}

/// The variables that the expressions of a manifest see.
struct ManifestEnvironment {
    let parameters: [ParameterDeclaration]
    let credentialFields: [CredentialField]
    /// Whether the operation reads page after page.
    let hasPages: Bool

    /// The type of `params`; without declarations they are open.
    static func type(of parameters: [ParameterDeclaration]?) -> ExpressionType {
        guard let parameters else { return .dyn }
        return .object(
            ObjectType(
                name: "params",
                fields: parameters.map { ($0.name, $0.isAlwaysThere ? $0.type.expressionType : .dyn) }, isOpen: false))
    }

    private var parametersType: ExpressionType { Self.type(of: parameters) }

    private var credentialType: ExpressionType {
        .object(ObjectType(name: "credential", fields: credentialFields.map { ($0.name, .string) }, isOpen: false))
    }

    /// For rules over parameters.
    var checks: ExpressionEnvironment {
        ExpressionEnvironment(variables: [("params", parametersType)], limits: .manifest)
    }

    /// For what builds the request.
    var request: ExpressionEnvironment {
        ExpressionEnvironment(
            variables: [("params", parametersType), ("credential", credentialType)] + pageVariables([("page", .int)]),
            limits: .manifest)
    }

    /// For what reads the answer.
    var answer: ExpressionEnvironment {
        ExpressionEnvironment(
            variables: Self.answerVariables + [("params", parametersType), ("code", .string)]
                + pageVariables([("items", .list(.dyn))]), limits: .manifest)
    }

    /// For what is asked of each page.
    var page: ExpressionEnvironment {
        ExpressionEnvironment(
            variables: Self.answerVariables + [
                ("params", parametersType), ("code", .string), ("page", .int), ("items", .list(.dyn)),
            ],
            limits: .manifest)
    }

    private func pageVariables(_ variables: [(String, ExpressionType)]) -> [(String, ExpressionType)] {
        hasPages ? variables : []
    }

    /// For a provider's rules, which know no operation.
    static var provider: ExpressionEnvironment { ExpressionEnvironment(variables: answerVariables) }

    private static let answerVariables: [(String, ExpressionType)] = [
        ("status", .int), ("headers", .map(.string, .string)), ("body", .dyn), ("success_codes", .list(.string)),
    ]
}
