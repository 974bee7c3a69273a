import Values

extension Plan {
    /// Every declared input with its value, defaults filled in.
    ///
    /// - Throws: everything that is wrong, in the order of the declarations, unknown names first.
    public func checkInputs(_ given: ValueObject) throws(InputProblems) -> ValueObject {
        var problems: [InputProblem] = []
        for name in given.keys where !inputs.contains(where: { $0.name == name }) {
            problems.append(InputProblem(input: name, message: "workflow `\(workflow)` has no input `\(name)`"))
        }
        var complete = ValueObject(minimumCapacity: inputs.count)
        for declaration in inputs {
            let value = given[declaration.name] ?? declaration.defaultValue ?? .null
            if let message = declaration.problem(with: value) {
                problems.append(InputProblem(input: declaration.name, message: message))
            }
            complete.set(declaration.name, to: value)
        }
        guard problems.isEmpty else { throw InputProblems(problems: problems) }
        return complete
    }
}

extension InputDeclaration {
    /// Why the input cannot have that value; nil when it can. Null stands for nothing given.
    public func problem(with value: Value) -> String? {
        if value.isNull { return isRequired ? "input `\(name)` is missing" + (help.map { ": \($0)" } ?? "") : nil }
        guard type.accepts(value) else { return "input `\(name)` is \(type.name), found \(value.kindName)" }
        guard allowed.isEmpty || allowed.contains(value) else {
            let words = allowed.map { "`\($0.stringValue ?? $0.jsonText())`" }.joined(separator: ", ")
            return "input `\(name)` cannot be `\(value.stringValue ?? value.jsonText())`, expected one of \(words)"
        }
        return nil
    }
}

/// What is wrong with one input of a run.
public struct InputProblem: Equatable, Sendable {
    public let input: String
    /// Lower case; says what was found and what was expected.
    public let message: String
}

/// Everything that is wrong with the inputs of a run.
public struct InputProblems: Error, Equatable, Sendable, CustomStringConvertible {
    public let problems: [InputProblem]

    public var description: String { problems.map(\.message).joined(separator: "; ") }
}
