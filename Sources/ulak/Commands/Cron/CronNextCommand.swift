import ArgumentParser
import Diagnostics
import Foundation
import Schedules
import WorkflowLanguage
import WorkflowModel

/// `ulak cron next`: when a schedule fires, and why at an odd time.
struct CronNextCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next", abstract: "List the next times of a schedule.",
        discussion: """
              ulak cron next '0 9 * * 1-5' --timezone Europe/Istanbul
              ulak cron next '30 2 * * *' --timezone Europe/Berlin --after 2030-03-30T00:00:00Z --count 3
            """)

    @Argument(help: "The schedule: five fields, six with seconds first, or a macro such as @daily.")
    var schedule: String

    @Option(help: "An IANA time zone; without it, the machine's.")
    var timezone: String?

    @Option(help: "How many times.")
    var count: Int = 5

    @Option(help: ArgumentHelp("Start after this time, as RFC 3339; without it, now.", valueName: "time"))
    var after: String?

    func validate() throws {
        guard (1...10_000).contains(count) else { throw ValidationError("--count takes 1 to 10000.") }
    }

    func run() async throws {
        let zone: TimeZone
        if let timezone {
            guard let known = TimeZone(identifier: timezone) else {
                throw CommandFailure(
                    message: "`\(timezone)` is no time zone", help: ["write an IANA name such as Europe/Istanbul"]
                ).report()
            }
            zone = known
        } else {
            zone = .current
        }
        var start = Timestamp.now
        if let after {
            guard let time = Timestamp(text: after) else {
                throw CommandFailure(
                    message: "`\(after)` is no point in time", help: ["write it like 2030-01-31T09:00:00+03:00"]
                ).report()
            }
            start = time
        }
        let file = SourceFile(path: "schedule", text: schedule)
        switch CronExpression.parse(schedule) {
        case .failure(let error):
            let location = SourceLocation(file: file, range: file.range(ofScalars: error.range))
            let help = error.suggestion.map { $0.isEmpty ? "leave it out" : "write `\($0)`" }
            throw [Diagnostic(WorkflowCode.invalidParameter, error.message, at: location, label: help)].report()
        case .success(let expression):
            for warning in expression.warnings(in: zone) {
                Terminal.error.write("note: \(warning.message)\n")
            }
            var found = 0
            for instant in expression.instants(after: start.microseconds / 1_000_000, in: zone).prefix(count) {
                Terminal.output.write("\(instant)" + (instant.explanation.map { "  \($0)" } ?? "") + "\n")
                found += 1
            }
            if found == 0 { Terminal.error.write("no time comes before the year 10000\n") }
        }
    }
}
