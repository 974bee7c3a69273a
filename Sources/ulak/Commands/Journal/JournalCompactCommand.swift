import ArgumentParser
import Foundation
import RunEngine
import Values
import WorkflowModel

/// `ulak journal compact`
struct JournalCompactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact", abstract: "Remove ended runs that have had their time, and give their room back.",
        discussion: """
            The same happens by itself, a little after every `ulak run`. Runs that have not ended are never removed.

              ulak journal compact --keep 7d
            """)

    @Option(
        help: ArgumentHelp(
            "Remove runs that ended longer ago, or `none` (else ULAK_JOURNAL_KEEP, else 30d).", valueName: "duration"))
    var keep: String?

    @Option(
        help: ArgumentHelp(
            "Remove the oldest ended runs until the journal holds no more than this, or `none` (else ULAK_JOURNAL_MAX_SIZE, else 1GiB).",
            valueName: "size"))
    var maxSize: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: RunsOptions

    func run() async throws {
        let project = options.project
        let policy: RetentionPolicy
        do throws(CommandFailure) {
            policy = try project.retention(keep: keep, maxSize: maxSize)
        } catch {
            throw error.report()
        }
        try project.requireJournal()
        let (removed, left) = try await project.withJournal { journal throws(JournalError) in
            let removed = try await JournalTender(journal: journal, policy: policy).tend(at: .now)
            try await journal.emptyLog()
            return (removed, try await journal.runCount())
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: project.journalPath)[.size] as? Int) ?? 0
        if json {
            let report: Value = ["removed": .int(Int64(removed)), "runs": .int(Int64(left)), "bytes": .int(Int64(size))]
            Terminal.output.write(report.jsonText(.indented) + "\n")
        } else {
            Terminal.error.write("removed \(removed) of \(removed + left) runs; the journal has \(ByteCount(size)) now\n")
        }
    }
}
