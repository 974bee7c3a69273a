import Diagnostics
import Foundation
import Testing
import Values
import YAMLSyntax

@Suite("The pages about YAML errors")
struct ErrorPageTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/errors")
        .standardized

    private static func page(_ code: YAMLCode) throws -> String {
        try String(contentsOf: folder.appending(path: "\(code.rawValue).md"), encoding: .utf8)
    }

    /// The YAML block that follows a word such as `Wrong:`.
    private static func block(after word: String, in page: String) -> String? {
        let parts = page.components(separatedBy: "\n\(word):\n\n```yaml\n")
        return parts.count == 2 ? parts[1].components(separatedBy: "```").first : nil
    }

    /// The findings of a text that is read as open data; `port` is an integer.
    private static func codes(_ text: String) -> [String] {
        let (document, loading) = YAMLLoader().load(text, path: "w.yaml")
        var reader = YAMLReader(diagnostics: loading)
        guard let document else { return reader.diagnostics.map(\.code) }
        for entry in document.mapping.entries {
            if entry.key == "port" {
                _ = reader.integer(entry.value, entry.key)
            } else {
                _ = reader.openValue(entry.value)
            }
        }
        return reader.diagnostics.map(\.code)
    }

    @Test("every code has a page whose examples are right about it", arguments: YAMLCode.allCases)
    func page(code: YAMLCode) throws {
        let page = try Self.page(code)
        #expect(page.hasPrefix("# \(code.rawValue): "))
        if let wrong = Self.block(after: "Wrong", in: page) {
            #expect(Set(Self.codes(wrong)) == [code.rawValue])
        } else {
            // These need bytes or sizes that a page cannot show.
            #expect(code.rawValue <= "YAML007")
        }
        if let right = Self.block(after: "Right", in: page) {
            #expect(Self.codes(right) == [])
        }
    }

    @Test("no page tells of a code that is gone")
    func leftovers() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path()).filter {
            $0.hasPrefix("YAML") && $0 < "YAML07"
        }
        #expect(Set(names) == Set(YAMLCode.allCases.map { "\($0.rawValue).md" }))
    }
}
