import ArgumentParser
import Diagnostics
import Foundation
import RunEngine
import WorkflowLanguage

/// `ulak journal`: the file in which runs live.
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Look after the journal, in which runs live.",
        subcommands: [JournalCheckCommand.self, JournalBackUpCommand.self, JournalCompactCommand.self])
}

extension Project {
    /// How long ended runs are kept: `ULAK_JOURNAL_KEEP` and `ULAK_JOURNAL_MAX_SIZE`, else the standard.
    func retention(keep: String? = nil, maxSize: String? = nil) throws(CommandFailure) -> RetentionPolicy {
        func value(_ variable: String) -> String? { environment[variable].flatMap { $0.isEmpty ? nil : $0 } }
        do throws(RetentionError) {
            return try RetentionPolicy(
                keepText: keep ?? value("ULAK_JOURNAL_KEEP"), maxSizeText: maxSize ?? value("ULAK_JOURNAL_MAX_SIZE"))
        } catch {
            throw CommandFailure(
                message: "how long the journal keeps runs cannot be read: \(error)",
                help: ["look at --keep, --max-size, ULAK_JOURNAL_KEEP and ULAK_JOURNAL_MAX_SIZE"])
        }
    }

    /// A finding for a retention in the environment that cannot be read.
    var retentionFindings: [Diagnostic] {
        do throws(CommandFailure) {
            _ = try retention()
            return []
        } catch {
            return [Diagnostic(WorkflowCode.unreadableFile, error.message, at: nil, label: error.help.first)]
        }
    }

    /// Ends the command when there is no journal yet.
    func requireJournal() throws {
        guard FileManager.default.fileExists(atPath: journalPath) else {
            throw CommandFailure(
                message: "there is no journal `\(journalPath)`", help: ["look at --journal and ULAK_JOURNAL"]
            ).report()
        }
    }
}
