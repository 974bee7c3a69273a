import ArgumentParser

/// `ulak cron`: schedules, explained.
struct CronCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cron", abstract: "Explain cron schedules.", subcommands: [CronNextCommand.self])
}
