import Foundation
import SMSText
import Testing
import Values

/// The vectors of the shared conformance folder: `ULAK_CONFORMANCE_DIR`, else `../shared/conformance` beside the repository.
enum SegmentVectors {
    static let file: URL = {
        if let folder = ProcessInfo.processInfo.environment["ULAK_CONFORMANCE_DIR"] {
            return URL(filePath: folder).appending(path: "sms-segments.jsonl")
        }
        var root = URL(filePath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        return root.deletingLastPathComponent().appending(path: "shared/conformance/sms-segments.jsonl")
    }()

    static let isPresent = FileManager.default.isReadableFile(atPath: file.path())

    static let all: [Vector] = {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").map { Vector(line: String($0)) }
    }()

    struct Vector: Sendable, CustomTestStringConvertible {
        let line: String
        var testDescription: String { (try? Value(json: line))?["id"]?.stringValue ?? line }
    }
}

@Suite(
    .enabled(
        if: SegmentVectors.isPresent,
        "skipped: no sms-segments.jsonl in ULAK_CONFORMANCE_DIR or beside the repository in shared/conformance"))
struct SegmentVectorTests {
    @Test("the vector file is not empty")
    func fileHasVectors() {
        #expect(SegmentVectors.all.count >= 30)
    }

    @Test("a text is counted as its vector says", arguments: SegmentVectors.all)
    func vector(_ vector: SegmentVectors.Vector) throws {
        let fields = try Value(json: vector.line)
        let mode = try #require(fields["mode"]?.stringValue.flatMap(SMSCount.Mode.init(rawValue:)))
        let count = SMSCount(try text(of: fields), mode: mode, suffix: fields["suffix"]?.stringValue ?? "")
        #expect(count.encoding.rawValue == fields["encoding"]?.stringValue)
        #expect(Int64(count.units) == fields["units"]?.intValue)
        #expect(Int64(count.segments) == fields["segments"]?.intValue)
        #expect(count.unitsPerSegment.map { Value.int(Int64($0)) } == fields["per_segment"]?.listValue)
    }

    private func text(of fields: Value) throws -> String {
        if let text = fields["text"]?.stringValue { return text }
        let parts = try #require(fields["parts"]?.listValue)
        return try parts.map { part in
            String(repeating: try #require(part[0]?.stringValue), count: Int(try #require(part[1]?.intValue)))
        }.joined()
    }
}
