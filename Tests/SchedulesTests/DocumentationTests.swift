import Foundation
import Testing

@testable import Schedules

@Suite("docs/cron.md")
struct DocumentationTests {
    /// The expressions of the blocks with a language, without their comments.
    private func expressions(inBlocks language: String) throws -> [String] {
        let page = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/cron.md")
        let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```")
        return blocks.filter { $0.hasPrefix(language + "\n") }.flatMap { block in
            block.split(separator: "\n").dropFirst().map { line in
                (line.components(separatedBy: "  ").first ?? "").trimmingCharacters(in: .whitespaces)
            }
        }
    }

    @Test("every example is an expression without doubts")
    func examples() throws {
        let examples = try expressions(inBlocks: "cron")
        #expect(examples.count == 9)
        for text in examples { #expect(try cron(text).warnings(in: nil) == [], "\(text)") }
    }

    @Test("everything called refused is refused")
    func refused() throws {
        let refused = try expressions(inBlocks: "cron-refused")
        #expect(refused.count == 13)
        for text in refused {
            #expect(throws: CronError.self, "`\(text)` is read") { try CronExpression.parse(text).get() }
        }
    }

    @Test(
        "the runs of the two nights in New York are those of the table",
        arguments: [
            ("30 2 * * *", ["03:00"], ["02:30"]),
            ("*/30 2 * * *", [], ["02:00", "02:30"]),
            ("30 1 * * *", ["01:30"], ["01:30"]),
            ("30 0-4 * * *", ["00:30", "01:30", "03:00", "03:30", "04:30"], ["00:30", "01:30", "02:30", "03:30", "04:30"]),
            ("30 * * * *", ["00:30", "01:30", "03:30", "04:30"], ["00:30", "01:30", "01:30", "02:30", "03:30", "04:30"]),
        ]
    )
    func nights(text: String, spring: [String], autumn: [String]) throws {
        func night(from start: String, to end: String) throws -> [String] {
            let last = try instant(end)
            return try cron(text).instants(after: instant(start), in: zone("America/New_York"))
                .prefix { $0.epochSeconds < last }.map(\.localTime.clockText)
        }
        #expect(try night(from: "2024-03-09T23:59:00-05:00", to: "2024-03-10T05:00:00-04:00") == spring)
        #expect(try night(from: "2024-11-02T23:59:00-04:00", to: "2024-11-03T05:00:00-05:00") == autumn)
    }
}
