import Expressions

/// The variables that the expressions of a manifest see.
struct ManifestEnvironment {
    let parameters: [ParameterDeclaration]
    let credentialFields: [CredentialField]

    private var parametersType: ExpressionType {
        .object(
            ObjectType(
                name: "params",
                fields: parameters.map { ($0.name, $0.isAlwaysThere ? $0.type.expressionType : .dyn) }, isOpen: false))
    }

    private var credentialType: ExpressionType {
        .object(ObjectType(name: "credential", fields: credentialFields.map { ($0.name, .string) }, isOpen: false))
    }

    /// For rules over parameters.
    var checks: ExpressionEnvironment {
        ExpressionEnvironment(variables: [("params", parametersType)])
    }

    /// For what builds the request.
    var request: ExpressionEnvironment {
        ExpressionEnvironment(variables: [("params", parametersType), ("credential", credentialType)])
    }

    /// For what reads the answer.
    var answer: ExpressionEnvironment {
        ExpressionEnvironment(variables: Self.answerVariables + [("params", parametersType), ("code", .string)])
    }

    /// For a provider's rules, which know no operation.
    static var provider: ExpressionEnvironment { ExpressionEnvironment(variables: answerVariables) }

    private static let answerVariables: [(String, ExpressionType)] = [
        ("status", .int), ("headers", .map(.string, .string)), ("body", .dyn), ("success_codes", .list(.string)),
    ]
}
