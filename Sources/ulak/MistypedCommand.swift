import ArgumentParser
import Diagnostics

/// The word of a command line that should be a command and is none.
struct MistypedCommand {
    let word: String
    /// The commands before it: `ulak`, or `ulak vault`.
    let path: String
    let known: [String]

    /// Nil when every word that has to be a command is one.
    init?(_ arguments: [String], root: any ParsableCommand.Type) {
        var command = root, path = [root.configuration.commandName ?? "ulak"]
        for word in arguments {
            let commands = command.configuration.subcommands
            guard !commands.isEmpty, !word.hasPrefix("-") else { return nil }
            if let next = commands.first(where: { $0.configuration.commandName == word }) {
                command = next
                path.append(word)
                continue
            }
            // `ulak help` comes with the parser.
            guard word != "help" else { return nil }
            self.word = word
            self.path = path.joined(separator: " ")
            known = commands.compactMap { $0.configuration.commandName }
            return
        }
        return nil
    }

    var failure: CommandFailure {
        let near = closestMatch(to: word, in: known)
        return CommandFailure(
            message: "`\(path)` has no command `\(word)`",
            help: [
                near.map { "did you mean `\(path) \($0)`?" }
                    ?? "there are " + known.map { "`\($0)`" }.joined(separator: ", ")
            ])
    }
}
