import Diagnostics
import Expressions
import Values
import WorkflowModel

extension NodeManifest {
    /// The parameters as the node gets them: defaults filled in, every value in its one form, every declared name there (null where
    /// nothing was given).
    ///
    /// - Throws: every problem, in the order of the declarations.
    public func check(_ given: ValueObject) throws(ParameterProblems) -> ValueObject {
        guard let parameters else { return given }
        var problems: [ParameterProblem] = []
        var checked = ValueObject(minimumCapacity: parameters.count)
        for name in given.keys where parameter(name) == nil {
            problems.append(unknownParameter(name))
        }
        for declaration in parameters {
            do throws(ParameterProblem) {
                checked.set(declaration.name, to: try declaration.check(given[declaration.name] ?? .null))
            } catch {
                problems.append(error)
            }
        }
        if problems.isEmpty {
            let activation = DictionaryActivation(["params": .object(checked)] as [String: Value])
            for check in checks {
                if let problem = Self.problem(check, activation) { problems.append(problem) }
            }
        }
        guard problems.isEmpty else { throw ParameterProblems(problems: problems) }
        return checked
    }

    /// The problem that a rule over several parameters finds, if it finds one.
    public static func problem(_ check: ParameterCheck, _ activation: DictionaryActivation) -> ParameterProblem? {
        do throws(PlacedEvaluationError) {
            if try check.condition.evaluate(activation).isTrue { return nil }
            return ParameterProblem(parameter: nil, message: try check.message.evaluate(activation).plainText)
        } catch {
            return ParameterProblem(parameter: nil, message: error.failure.message)
        }
    }

    /// The problem of a parameter that the node does not have.
    public func unknownParameter(_ name: String) -> ParameterProblem {
        let names = parameters?.map(\.name) ?? []
        let near = closestMatch(to: name, in: names)
        return ParameterProblem(
            parameter: name, message: "`\(self.name)` has no parameter `\(name)`",
            label: near.map { "did you mean `\($0)`?" }
                ?? (names.isEmpty ? "it has no parameters" : "it has " + names.map { "`\($0)`" }.joined(separator: ", ")))
    }
}

/// Everything that is wrong with the parameters of a node.
public struct ParameterProblems: Error, Sendable, Equatable {
    public let problems: [ParameterProblem]

    public init(problems: [ParameterProblem]) {
        self.problems = problems
    }

    /// All messages in one line.
    public var message: String {
        problems.map { problem in problem.label.map { "\(problem.message), \($0)" } ?? problem.message }.joined(separator: "; ")
    }
}

extension ExpressionValue {
    /// Whether this is the boolean true.
    public var isTrue: Bool {
        if case .bool(true) = self { true } else { false }
    }
}
