import ArgumentParser
import Foundation
import RunEngine
import WorkflowModel

/// `ulak journal backup`
struct JournalBackUpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write a copy of the journal to a new file, while runs go on.",
        discussion: """
            The copy is a journal itself, of one file, without free room. It holds phone numbers and texts as the journal does.

            Going on with runs from a copy sends what the journal has sent since: use it in the journal's place, never beside it.
            """)

    @Argument(help: ArgumentHelp("The new file.", valueName: "file"))
    var target: String

    @OptionGroup var options: RunsOptions

    func run() async throws {
        let project = options.project
        try project.requireJournal()
        guard !FileManager.default.fileExists(atPath: target) else {
            throw CommandFailure(message: "`\(target)` is there already", help: ["a backup is written to a new file"]).report()
        }
        let count = try await project.withJournal { journal throws(JournalError) in
            try await journal.backUp(to: target)
            return try await journal.runCount()
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: target)[.size] as? Int) ?? 0
        Terminal.error.write("\(count == 1 ? "1 run" : "\(count) runs") in `\(target)`, \(ByteCount(size))\n")
    }
}
