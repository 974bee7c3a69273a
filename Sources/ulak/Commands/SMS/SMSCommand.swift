import ArgumentParser

/// `ulak sms`: texts, counted.
struct SMSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sms", abstract: "Count what a text costs as SMS.", subcommands: [SMSCountCommand.self])
}
