import ArgumentParser
import Foundation
import SMSText
import Values

/// `ulak sms count`: parts and encoding of a text at each provider, what their settings make of it, and which characters make it
/// dearer.
struct SMSCountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count", abstract: "Count the parts of a text, and name the characters that make it dearer.")

    @Argument(help: "The text; - reads standard input.")
    var text: String

    @Flag(help: "Print everything as JSON, the parts included.")
    var json = false

    func run() async throws {
        var text = text
        if text == "-" {
            let data = (try? FileHandle.standardInput.read(upToCount: 1 << 20)) ?? Data()
            text = String(decoding: data, as: UTF8.self)
        }
        guard !text.isEmpty else { throw CommandFailure(message: "the text is empty, and an empty text is no message").report() }
        let sheet = CountSheet(text)
        Terminal.output.write(
            json ? sheet.value.jsonText(.indented) + "\n" : sheet.page(Palette(isOn: Terminal.output.hasColor)))
    }
}
