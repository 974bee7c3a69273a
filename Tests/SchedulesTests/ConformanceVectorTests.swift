import Foundation
import Testing
import Values

@testable import Schedules

/// The shared vectors, one JSON object per line. `ULAK_CONFORMANCE_DIR` names their folder; otherwise it stands beside the repository.
enum ConformanceVectors {
    static let file: URL = {
        let folder =
            ProcessInfo.processInfo.environment["ULAK_CONFORMANCE_DIR"].map { URL(fileURLWithPath: $0) }
            ?? URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("../shared/conformance").standardizedFileURL
        return folder.appendingPathComponent("cron.jsonl")
    }()

    static let areThere = FileManager.default.fileExists(atPath: file.path)

    static func lines() throws -> [Value] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { try JSONReader().read(String($0)) }
    }
}

@Suite("Shared cron vectors", .enabled(if: ConformanceVectors.areThere, "skipped: there is no file cron.jsonl of shared vectors"))
struct ConformanceVectorTests {
    @Test("every vector fires at its instants and every bad expression is refused")
    func vectors() async throws {
        let lines = try ConformanceVectors.lines()
        #expect(!lines.isEmpty)
        for line in lines {
            // Others live on the same threads.
            await Task.yield()
            let id = try #require(line["id"]?.stringValue)
            let text = try #require(line["expr"]?.stringValue)
            let result = CronExpression.parse(text)
            if line["error"]?.boolValue == true {
                #expect(throws: CronError.self, "\(id): `\(text)` has to be refused") { try result.get() }
                continue
            }
            let expression = try result.get()
            let zoneName = try #require(line["tz"]?.stringValue)
            let zone = try #require(TimeZone(identifier: zoneName), "\(id)")
            let startText = try #require(line["after"]?.stringValue)
            let start = try #require(ISO8601DateFormatter().date(from: startText))
            let expected = try #require(line["next"]?.listValue).compactMap(\.stringValue)
                .map { $0.hasSuffix("+00:00") ? $0.dropLast(6) + "Z" : $0 }
            let found = expression.instants(after: Int64(start.timeIntervalSince1970), in: zone)
                .prefix(expected.count).map(\.description)
            #expect(found == expected, "\(id): `\(text)` in \(zone.identifier)")
        }
    }
}
