import ArgumentParser
import Foundation
import SMSText

/// `ulak sms count`: parts and encoding of a text at each provider, and which characters make it dearer.
struct SMSCountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count", abstract: "Count the parts of a text, and name the characters that make it dearer.")

    @Argument(help: "The text; - reads standard input.")
    var text: String

    func run() async throws {
        var text = text
        if text == "-" {
            let data = (try? FileHandle.standardInput.read(upToCount: 1 << 20)) ?? Data()
            text = String(decoding: data, as: UTF8.self)
        }
        guard !text.isEmpty else { throw CommandFailure(message: "the text is empty, and an empty text is no message").report() }
        let count = SMSCount(text, mode: .turkish)
        var table = TextTable(header: ["PROVIDER", "SETTING", "ENCODING", "PARTS"])
        func add(_ provider: String, _ setting: String, _ estimate: SegmentEstimate) {
            table.rows.append(
                [
                    provider, setting, estimate.count.encoding.displayName,
                    "\(estimate.segments)" + (estimate.isTooLong ? "  too long" : ""),
                ])
        }
        add("iletimerkezi", "English mode", .iletiMerkezi(text, characterMode: .english))
        add("iletimerkezi", "full characters", .iletiMerkezi(text, characterMode: .full))
        add("turkeysms", "language: standard", .turkeySMS(text, language: .english))
        add("turkeysms", "language: turkish", .turkeySMS(text, language: .turkish))
        add("turkeysms", "language: unicode", .turkeySMS(text, language: .unicode))
        Terminal.output.write(table.render(Palette(isOn: Terminal.output.hasColor)))
        if !count.forcedBy.isEmpty {
            let characters = count.forcedBy.map { "`\($0)`" }.joined(separator: " ")
            Terminal.output.write("\n\(count.encoding.displayName) because of \(characters)\n")
            let folded = TextFolding.typography.fold(text).text
            let plain = SMSCount(folded, mode: .turkish)
            if plain.segments < count.segments {
                Terminal.output.write("with plain quotes, dashes and spaces it takes \(plain.segments)\n")
            }
        }
    }
}
