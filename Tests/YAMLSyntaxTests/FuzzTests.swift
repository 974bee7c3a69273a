import Diagnostics
import Foundation
import Randomness
import Testing

@testable import YAMLSyntax

@Suite("Mutated documents")
struct FuzzTests {
    static let seeds = [
        """
        # yaml-language-server: $schema=../workflow.schema.json
        name: order-shipped
        vars: {brand: "DEMO\\u0041\\tX", list: [1, 2.5, 'it''s', yes, ~]}
        triggers:
          shipped: &trigger
            uses: webhook
            with: { path: /orders/shipped, auth: { hmac: { header: X-Shop } } }
          again: *trigger
        steps:
          notify:
            if: steps.credit.output.sms > 0   # a comment
            text: "Order ${{ trigger.body.order_id }}
              has\\
              shipped."
            long: |2-
                Merhaba 👩‍👧 şu
              dünya

            folded: >+
              one
              two

                three

            needs: [a, b,
              c]
            ? explicit
            : !!str 010
        """,
        "a: &a [1]\nb: &b {x: *a}\nc: [*a, *b, *a]\n'd': \"e\"\n? f\n: - g\n  - - h\n    - i\n",
        "%YAML 1.2\n---\nx: |\n  y\n...\n",
    ]

    static let pieces = [
        "\n", " ", "  ", "\t", "\r\n", ":", ": ", "- ", "? ", "&a ", "*a", "!x ", "!!str ", "|", ">", "|+2", "'", "\"", "\\",
        "\\u00", "[", "]",
        "{", "}", ",", "#", " #", "---\n", "...\n", "%TAG ! x\n", "%YAML 1.1\n", "<<: ", "${{ ", " }}", "{{ ", "ş", "👩‍👧",
        "\u{301}", "\0",
        "\u{FEFF}", "\u{2028}", "010", "1_0", ".inf", "yes", "~", "@", "`",
    ]

    @Test("a mutated document gives a document or an error, and its places fit the text")
    func mutations() async {
        let environment = ProcessInfo.processInfo.environment
        let iterations = environment["ULAK_FUZZ_ITERATIONS"].flatMap { Int($0) } ?? 2_000
        let seed = environment["ULAK_FUZZ_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
        print("fuzzing YAML with ULAK_FUZZ_SEED=\(seed) ULAK_FUZZ_ITERATIONS=\(iterations)")
        var generator = SplitMix64(seed: seed)
        for iteration in 0..<iterations {
            // Others live on the same threads.
            await Task.yield()
            let bytes = mutated(&generator)
            let problem = Self.check(bytes)
            #expect(
                problem == nil,
                "seed \(seed), iteration \(iteration): \(problem ?? "")\n\(String(decoding: bytes, as: UTF8.self).debugDescription)"
            )
            if problem != nil { return }
        }
    }

    private func mutated(_ generator: inout SplitMix64) -> [UInt8] {
        var bytes = Array(Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &generator)].utf8)
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let place = Int.random(in: 0...bytes.count, using: &generator)
            let length = min(bytes.count - place, Int.random(in: 1...12, using: &generator))
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<5:
                let piece = Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &generator)]
                bytes.insert(contentsOf: piece.utf8, at: place)
            case 5, 6: bytes.removeSubrange(place..<(place + length))
            case 7:
                bytes.insert(contentsOf: bytes[place..<(place + length)], at: Int.random(in: 0...bytes.count, using: &generator))
            case 8: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &generator) }
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }

    /// What is wrong with the answer for these bytes, or nil.
    private static func check(_ bytes: [UInt8]) -> String? {
        let (document, diagnostics) = YAMLLoader().load(bytes: bytes, path: "w.yaml")
        if document == nil, !diagnostics.hasErrors { return "neither a document nor an error" }
        for format in DiagnosticRenderer.Format.allCases
        where DiagnosticRenderer(format: format).render(diagnostics).isEmpty != diagnostics.isEmpty {
            return "an empty rendering"
        }
        for diagnostic in diagnostics {
            for location in [diagnostic.location].compactMap({ $0 }) + diagnostic.related.map(\.location) {
                if let problem = problem(location.range, in: location.file) { return "\(diagnostic.code) \(problem)" }
            }
        }
        guard let document else { return nil }
        var reader = YAMLReader(diagnostics: diagnostics)
        if reader.openValue(document.root) == nil, !reader.diagnostics.hasErrors { return "no value and no error" }
        return problem(document.root, in: document.file)
    }

    private static func problem(_ node: YAMLNode, in file: SourceFile) -> String? {
        if let problem = problem(node.range, in: file) ?? node.anchorRange.flatMap({ problem($0, in: file) }) { return problem }
        switch node.content {
        case .scalar(let scalar):
            let count = scalar.text.unicodeScalars.count
            guard !node.isRefused else { return nil }
            guard let offsets = scalar.places.offsets else {
                return "the text \(scalar.text.debugDescription) could not be followed"
            }
            let characters = Array(file.text.unicodeScalars)
            for (character, offset) in zip(scalar.text.unicodeScalars, offsets) where !character.properties.isWhitespace {
                // Only in double quotes can a character come from another, its escape sequence.
                if characters[offset] == character || (scalar.style == .doubleQuoted && characters[offset] == "\\") { continue }
                return "\(character.debugDescription) is not at offset \(offset)"
            }
            return problem(scalar.places.range(of: (count / 2)..<count), in: file)
        case .sequence(let elements): return elements.lazy.compactMap { problem($0, in: file) }.first
        case .mapping(let mapping):
            return mapping.entries.lazy.compactMap { problem($0.keyRange, in: file) ?? problem($0.value, in: file) }.first
        }
    }

    private static func problem(_ range: SourceRange, in file: SourceFile) -> String? {
        guard range.start <= range.end, range.start.offset <= range.end.offset else { return "the range \(range) is upside down" }
        for position in [range.start, range.end] {
            guard let line = file.line(position.line) else { return "there is no line \(position.line)" }
            // A place may stand on a line end, of which the line's text does not know.
            guard position.column >= 1, position.column <= line.unicodeScalars.count + 2 else {
                return "line \(position.line) has no column \(position.column)"
            }
        }
        return nil
    }
}
