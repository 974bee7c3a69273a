import ArgumentParser
import RunEngine
import Values

/// `ulak journal check`
struct JournalCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read the whole journal and say what is wrong with it.",
        discussion: "The exit code is 1 when something is wrong. Nothing is changed.")

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: RunsOptions

    func run() async throws {
        let project = options.project
        try project.requireJournal()
        let (count, problems) = try await project.withJournal { journal throws(JournalError) in
            (try await journal.runCount(), try await journal.check())
        }
        if json {
            let report: Value = ["runs": .int(Int64(count)), "problems": .list(problems.map { .string($0) })]
            Terminal.output.write(report.jsonText(.indented) + "\n")
        } else {
            for problem in problems { Terminal.output.write(problem + "\n") }
            let runs = count == 1 ? "1 run" : "\(count) runs"
            Terminal.error.write(problems.isEmpty ? "\(runs), nothing is wrong\n" : "\(runs), \(problems.count) problems\n")
        }
        if !problems.isEmpty { throw ExitStatus.runFailed }
    }
}
