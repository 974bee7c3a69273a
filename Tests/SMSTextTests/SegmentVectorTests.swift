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

/// Holds a count against a vector. Each message begins with the name of the vector.
enum VectorCheck {
    private static let keys: Set<String> = [
        "id", "text", "parts", "mode", "suffix", "encoding", "units", "segments", "per_segment", "note", "checked",
    ]

    /// What is wrong, a line each; empty when the vector holds.
    static func problems(_ line: String) -> [String] {
        guard let fields = (try? Value(json: line))?.objectValue else { return ["not a JSON object: \(line)"] }
        let id = fields["id"]?.stringValue ?? line
        var problems = fields.keys.filter { !keys.contains($0) }.map { "\(id): unknown field `\($0)`" }
        guard let text = text(of: fields) else { return problems + ["\(id): neither `text` nor `parts` gives a text"] }
        guard let mode = fields["mode"]?.stringValue.flatMap(SMSCount.Mode.init(rawValue:)) else {
            return problems + ["\(id): unknown mode \(fields["mode"]?.jsonText() ?? "none")"]
        }
        let suffix = fields["suffix"]?.stringValue ?? ""
        let count = SMSCount(text, mode: mode, suffix: suffix)
        func compare(_ what: String, _ found: Value) {
            let expected = fields[what] ?? .null
            if found != expected { problems.append("\(id): \(what) is \(found.jsonText()), expected \(expected.jsonText())") }
        }
        compare("encoding", .string(count.encoding.rawValue))
        compare("units", .int(Int64(count.units)))
        compare("segments", .int(Int64(count.segments)))
        compare("per_segment", .list(count.unitsPerSegment.map { .int(Int64($0)) }))
        let parts = SMSCount.parts(of: text + suffix, encoding: count.encoding) ?? []
        if parts.map({ SMSCount($0, encoding: count.encoding)?.units }) != count.unitsPerSegment {
            problems.append("\(id): the parts are not as long as the segments")
        }
        return problems
    }

    private static func text(of fields: ValueObject) -> String? {
        if let text = fields["text"]?.stringValue { return text }
        guard let parts = fields["parts"]?.listValue, !parts.isEmpty else { return nil }
        let texts = parts.compactMap { part -> String? in
            guard let text = part[0]?.stringValue, let times = part[1]?.intValue, times >= 0 else { return nil }
            return String(repeating: text, count: Int(times))
        }
        return texts.count == parts.count ? texts.joined() : nil
    }
}

@Suite(
    .enabled(
        if: SegmentVectors.isPresent,
        "skipped: no sms-segments.jsonl in ULAK_CONFORMANCE_DIR or beside the repository in shared/conformance"))
struct SegmentVectorTests {
    @Test("the vector file is not empty")
    func fileHasVectors() {
        #expect(!SegmentVectors.all.isEmpty)
    }

    @Test("a text is counted as its vector says", arguments: SegmentVectors.all)
    func vector(_ vector: SegmentVectors.Vector) {
        #expect(VectorCheck.problems(vector.line) == [])
    }
}

@Suite("Vectors of our own")
struct OwnSegmentVectorTests {
    static let all = OwnSegmentVectors.lines.split(separator: "\n").map { SegmentVectors.Vector(line: String($0)) }

    @Test("a text is counted as its vector says", arguments: all)
    func vector(_ vector: SegmentVectors.Vector) {
        #expect(VectorCheck.problems(vector.line) == [])
    }

    @Test("a vector that does not hold, or that nobody can read, is named")
    func names() {
        #expect(
            VectorCheck.problems(
                #"{"id": "wrong", "text": "aa", "mode": "standard", "encoding": "ucs2", "units": 2, "segments": 1, "per_segment": [2]}"#
            )
                == [#"wrong: encoding is "gsm7", expected "ucs2""#])
        #expect(
            VectorCheck.problems(#"{"id": "odd", "text": "a", "mode": "greek", "font": 3}"#)
                == ["odd: unknown field `font`", #"odd: unknown mode "greek""#])
        #expect(VectorCheck.problems(#"{"id": "none", "mode": "standard"}"#) == ["none: neither `text` nor `parts` gives a text"])
        #expect(VectorCheck.problems("[]") == ["not a JSON object: []"])
    }
}
