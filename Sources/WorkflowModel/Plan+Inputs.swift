import Diagnostics
import Expressions
import Values

/// What is wrong with a value that was given for an input, or with its absence.
public struct InputProblem: Equatable, Sendable {
    public var input: String
    public var message: String
    /// What to do about it, where that does not depend on who gave the value.
    public var hint: String?
    /// Nothing was given, and something is needed.
    public var isMissing: Bool

    public init(input: String, message: String, hint: String? = nil, isMissing: Bool = false) {
        self.input = input
        self.message = message
        self.hint = hint
        self.isMissing = isMissing
    }
}

/// Everything that is wrong with the inputs of a run.
public struct InputProblems: Error, Equatable, Sendable, CustomStringConvertible {
    public let problems: [InputProblem]

    public init(_ problems: [InputProblem]) {
        self.problems = problems
    }

    public var description: String { problems.map(\.message).joined(separator: "; ") }
}

extension Plan {
    /// Every declared input with its value, defaults filled in; or everything that is wrong.
    public func checkInputs(_ given: ValueObject) throws(InputProblems) -> ValueObject {
        var problems = given.keys.filter { key in !inputs.contains { $0.name == key } }.map(unknownInput)
        var complete = ValueObject()
        for declaration in inputs {
            let value = given[declaration.name] ?? declaration.defaultValue ?? .null
            if let problem = declaration.problem(with: value) { problems.append(problem) }
            complete.set(declaration.name, to: value)
        }
        guard problems.isEmpty else { throw InputProblems(problems) }
        return complete
    }

    /// The inputs that a trigger's event gives, before defaults.
    public func inputs(of trigger: PlannedTrigger, event: Value) throws(PlacedEvaluationError) -> ValueObject {
        var given = ValueObject()
        let activation = DictionaryActivation(["trigger": event, "vars": .object(vars)] as [String: Value])
        for (name, template) in trigger.inputs { given.set(name, to: try template.evaluate(activation)) }
        return given
    }

    /// That an input is not declared.
    public func unknownInput(_ name: String) -> InputProblem {
        let names = inputs.map(\.name)
        let near = closestMatch(to: name, in: names)
        return InputProblem(
            input: name, message: "workflow `\(workflow)` has no input `\(name)`",
            hint: near.map { "did you mean `\($0)`?" }
                ?? (names.isEmpty ? "it has no inputs" : "it has " + names.map { "`\($0)`" }.joined(separator: ", ")))
    }
}

extension InputDeclaration {
    /// What is wrong with a value, null standing for none; nil when nothing is.
    public func problem(with value: Value) -> InputProblem? {
        if value.isNull {
            guard isRequired else { return nil }
            return InputProblem(
                input: name, message: "input `\(name)` is missing" + (help.map { ": \($0)" } ?? ""), isMissing: true)
        }
        if !type.accepts(value) {
            return InputProblem(input: name, message: "input `\(name)` is \(type.name), found \(value.kindPhrase)")
        }
        if !allowed.isEmpty, !allowed.contains(value) {
            return InputProblem(
                input: name, message: "input `\(name)` cannot be `\(value.plainText)`",
                hint: "expected one of " + allowed.map { "`\($0.plainText)`" }.joined(separator: ", "))
        }
        return nil
    }
}
