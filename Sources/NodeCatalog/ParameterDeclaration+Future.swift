import Values
import WorkflowModel

/// How exactly a provider takes a time that must lie ahead.
public enum FuturePrecision: String, CaseIterable, Sendable {
    case second
    /// Seconds are cut off on the way to the provider, so the minute itself must lie ahead.
    case minute

    /// The moment that reaches the provider.
    fileprivate func sent(_ time: Timestamp) -> Timestamp {
        guard self == .minute else { return time }
        let rest = time.microseconds % 60_000_000
        return Timestamp(microseconds: time.microseconds - (rest < 0 ? rest + 60_000_000 : rest))
    }
}

extension ParameterDeclaration {
    /// The problem of a time that has passed where one ahead is meant; the first one in a list or a map.
    ///
    /// - Parameter value: as `check` gives it.
    public func problemOfTime(_ value: Value, at now: Timestamp) -> ParameterProblem? {
        problemOfTime(value, at: now, parameter: name, path: name)
    }

    private func problemOfTime(_ value: Value, at now: Timestamp, parameter: String, path: String) -> ParameterProblem? {
        switch value {
        case .list(let elements):
            for (index, element) in elements.enumerated() {
                if let problem = problemOfTime(element, at: now, parameter: parameter, path: "\(path)[\(index)]") {
                    return problem
                }
            }
            return nil
        case .object(let members):
            for field in fields {
                guard let member = members[field.name] else { continue }
                let found = field.problemOfTime(member, at: now, parameter: parameter, path: "\(path).\(field.name)")
                if let found { return found }
            }
            return nil
        case .string(let text):
            guard let future, let time = Timestamp(text: text) else { return nil }
            guard future.sent(time) <= now else { return nil }
            if time > now {
                return ParameterProblem(
                    parameter: parameter, message: "`\(path)` is \(time), in the minute that has begun: it is \(now)",
                    label: "expected a later minute: the provider takes no seconds")
            }
            return ParameterProblem(
                parameter: parameter, message: "`\(path)` is \(time), which has passed: it is \(now)",
                label: "expected a time that lies ahead; to send at once, leave `\(path)` out")
        case .null, .bool, .int, .double: return nil
        }
    }
}

extension NodeManifest {
    /// The times among checked parameters that lie behind although they must lie ahead.
    public func checkTimes(_ checked: ValueObject, at now: Timestamp) throws(ParameterProblems) {
        let problems = (parameters ?? []).compactMap { declaration in
            checked[declaration.name].flatMap { declaration.problemOfTime($0, at: now) }
        }
        guard problems.isEmpty else { throw ParameterProblems(problems: problems) }
    }
}
