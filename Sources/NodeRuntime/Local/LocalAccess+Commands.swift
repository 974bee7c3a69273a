import RunEngine
import Values
import WorkflowModel

/// A program that may be run.
enum AllowedCommand: Sendable, Equatable {
    /// Looked for in `PATH`.
    case named(String)
    case at(String)
}

extension LocalAccess {
    /// The program of that name or path, if the list has it: word for word, or a path of the list that ends in the name.
    func command(_ text: String) throws(NodeFailure) -> AllowedCommand {
        for entry in allowedCommands {
            let isPath = entry.contains("/")
            if entry == text { return isPath ? .at(entry) : .named(entry) }
            if isPath, !text.contains("/"), entry.split(separator: "/").last.map(String.init) == text { return .at(entry) }
        }
        throw NodeFailure(
            code: "command_not_allowed", class: .config,
            message: allowedCommands.isEmpty
                ? "`\(text)` is not run: commands are off; ULAK_ALLOW_COMMANDS names the programs that may run"
                : "`\(text)` is not run: it is not among the allowed commands \(allowedCommands.map { "`\($0)`" }.joined(separator: ", "))"
        )
    }

    /// What a command finds in its environment: three variables of Ulak's own, and those of the step.
    func environment(_ declared: ValueObject) -> [String: String] {
        var environment = inherited
        for (name, value) in declared where !value.isNull { environment[name] = value.plainText }
        return environment
    }
}
