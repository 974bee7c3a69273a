import Foundation
import Values

@testable import Expressions

/// One case of the public conformance suite of CEL; the format is described beside the file.
struct ConformanceCase {
    let file: String
    let section: String
    let name: String
    let expression: String
    let container: String
    let variables: [(String, ExpressionType)]
    let functions: [FunctionDeclaration]
    let bindings: [String: ExpressionValue]
    let isChecked: Bool
    let expandsMacros: Bool
    let isCheckOnly: Bool
    let features: [String]
    let expectsError: Bool
    let expectedType: ExpressionType?
    let expectedValue: ExpressionValue?

    /// The cases that test an optimiser or IP addresses, which are no part of the language.
    var isOutOfScope: Bool { features.contains("network") || features.contains("block") }

    init(_ json: Value) throws {
        file = json["file"]?.stringValue ?? ""
        section = json["section"]?.stringValue ?? ""
        name = json["name"]?.stringValue ?? ""
        expression = json["expr"]?.stringValue ?? ""
        container = json["container"]?.stringValue ?? ""
        isChecked = json["disable_check"]?.boolValue != true
        expandsMacros = json["disable_macros"]?.boolValue != true
        isCheckOnly = json["check_only"]?.boolValue == true
        features = json["features"]?.listValue?.compactMap(\.stringValue) ?? []

        var variables: [(String, ExpressionType)] = []
        var functions: [FunctionDeclaration] = []
        for declaration in json["type_env"]?.listValue ?? [] {
            guard let name = declaration["name"]?.stringValue else { throw Malformed.declaration }
            if let type = declaration["type"]?.stringValue {
                variables.append((name, try ConformanceType.parse(type)))
            } else {
                functions.append(try Self.function(name, declaration["overloads"]?.listValue ?? []))
            }
        }
        var bindings: [String: ExpressionValue] = [:]
        for (name, value) in json["bindings"]?.objectValue ?? [:] {
            bindings[name] = try ConformanceValue.parse(value)
            if !variables.contains(where: { $0.0 == name }) { variables.append((name, .dyn)) }
        }
        self.variables = variables
        self.functions = functions
        self.bindings = bindings

        guard let expect = json["expect"] else { throw Malformed.expectation }
        expectsError = expect["error"] != nil
        expectedType = try expect["type"]?.stringValue.map(ConformanceType.parse)
        expectedValue = try expect["value"].map(ConformanceValue.parse)
    }

    private static func function(_ name: String, _ overloads: [Value]) throws -> FunctionDeclaration {
        FunctionDeclaration(
            name,
            try overloads.map { overload in
                let parameters = try (overload["params"]?.listValue ?? []).compactMap(\.stringValue).map(ConformanceType.parse)
                let result = try ConformanceType.parse(overload["result"]?.stringValue ?? "")
                let isMember = overload["member"]?.boolValue == true
                return FunctionOverload(parameters, result, isMember: isMember) { (_, _) throws(EvaluationError) in
                    throw EvaluationError(.unknownFunction, "declared only")
                }
            })
    }

    enum Malformed: Error {
        case declaration, expectation, type(String), value
    }

    /// Nil when the case passes, otherwise what went wrong.
    func failure() -> String? {
        do {
            var environment = ExpressionEnvironment(variables: variables, container: container, functions: functions)
            environment.expandsMacros = expandsMacros
            let compiled = isChecked ? try environment.compile(expression) : try environment.compileUnchecked(expression)
            if let expectedType, compiled.resultType != expectedType {
                return "type \(compiled.resultType), expected \(expectedType)"
            }
            if isCheckOnly { return expectsError ? "checked, but an error is expected" : nil }
            let value = try compiled.evaluate(DictionaryActivation(bindings))
            if expectsError { return "gave \(value), but an error is expected" }
            guard let expectedValue else { return nil }
            return ConformanceValue.isSame(value, expectedValue) ? nil : "gave \(value), expected \(expectedValue)"
        } catch {
            return expectsError ? nil : "\(error)"
        }
    }
}
