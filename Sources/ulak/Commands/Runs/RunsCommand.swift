import ArgumentParser
import JournalSQLite
import RunEngine

/// `ulak runs`: what happened.
struct RunsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Look at runs, go on with them, and settle what nobody knows.",
        subcommands: [
            RunsListCommand.self, RunsShowCommand.self, RunsResumeCommand.self, RunsResolveCommand.self, RunsRetryCommand.self,
            RunsCancelCommand.self,
        ],
        defaultSubcommand: RunsListCommand.self)
}

extension Project {
    /// Opens the journal, reads and closes it.
    func withJournal<Result>(_ body: (SQLiteJournal) async throws(JournalError) -> Result) async throws -> Result {
        do throws(JournalError) {
            let journal = try SQLiteJournal(path: journalPath)
            let result = try await body(journal)
            await journal.close()
            return result
        } catch {
            throw CommandFailure(message: "the journal: \(error.message)").report(.runFailed)
        }
    }
}
