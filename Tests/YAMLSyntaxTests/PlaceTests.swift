import Diagnostics
import Testing
import Values
import YAMLSyntax

@Suite("Places")
struct PlaceTests {
    private func document(_ text: String) throws -> YAMLDocument {
        let (document, diagnostics) = YAMLLoader().load(text, path: "w.yaml")
        #expect(!diagnostics.hasErrors)
        return try #require(document)
    }

    @Test("columns count characters, not bytes")
    func columns() throws {
        let document = try document("şehir: \"👩‍👧 İstanbul\" # ğ\nx: {a: ş, b: y}\n")
        let city = try #require(document.mapping.entry("şehir"))
        #expect(city.keyRange.start == SourcePosition(line: 1, column: 1, offset: 0))
        #expect(city.keyRange.end.column == 6)
        #expect(city.value.range.start.column == 8)
        #expect(slice(city.value.range, of: document.file) == "\"👩‍👧 İstanbul\"")
        let b = try #require(document.root["x"]?.mapping?.entry("b"))
        #expect(b.keyRange.start == SourcePosition(line: 2, column: 11, offset: 36))
        #expect(slice(b.value.range, of: document.file) == "y")
    }

    @Test("a byte-order mark takes no column")
    func byteOrderMark() throws {
        let document = try document("\u{FEFF}a: b\n")
        #expect(document.mapping.entry("a")?.keyRange.start == .start)
        #expect(document.file.text == "a: b\n")
    }

    @Test("lists and maps end behind their last value, with any line end", arguments: ["\n", "\r\n", "\r"])
    func collections(lineEnd: String) throws {
        let lines = [
            "a:", "  - 1", "  - b: 2", "    c: |", "      text", "", "# comment", "d: [x, # y", "  z]", "e:", "f: {}", "",
        ]
        let document = try document(lines.joined(separator: lineEnd))
        func text(_ node: YAMLNode?) throws -> String {
            slice(try #require(node).range, of: document.file).replacing(lineEnd, with: "|")
        }
        let list = try #require(document.root["a"])
        #expect(try text(list) == "- 1|  - b: 2|    c: ||      text")
        #expect(list.range.start.line == 2)
        #expect(list.range.end.line == 5)
        #expect(try text(list.sequence?[1]) == "b: 2|    c: ||      text")
        #expect(try text(list.sequence?[1]["c"]) == "||      text")
        #expect(try text(document.root["d"]) == "[x, # y|  z]")
        #expect(try text(document.root["e"]) == "")
        #expect(document.root["e"]?.range.start.line == 10)
        #expect(document.root.range.end == document.root["f"]?.range.end)
    }

    @Test("an anchor and a tag are not part of the node")
    func properties() throws {
        let document = try document("a: &name !!str  x\nb: !!map &other\n  c: 1\nd: !!seq [1]\ne: &last # why\n  - 2\n")
        func text(_ key: String) throws -> String { slice(try #require(document.root[key]).range, of: document.file) }
        #expect(try text("a") == "x")
        #expect(try text("b") == "c: 1")
        #expect(try text("d") == "[1]")
        #expect(try text("e") == "- 2")
    }

    @Test("an aliased node stands at the alias and knows where it was written")
    func aliases() throws {
        let document = try document("a: &x\n  k: [1, ş]\nb: &y {inner: *x}\nc: *y\n")
        let b = try #require(document.root["b"]?["inner"])
        #expect(slice(b.range, of: document.file) == "*x")
        #expect(b.anchorRange.map { slice($0, of: document.file) } == "k: [1, ş]")
        let element = try #require(document.root["c"]?["inner"]?["k"]?.sequence?[1])
        #expect(slice(element.range, of: document.file) == "*y")
        #expect(element.anchorRange.map { slice($0, of: document.file) } == "ş")
        #expect(element.scalar.map { slice($0.range, of: document.file) } == "ş")
        #expect(element.related.count == 1)
        #expect(document.root["a"]?.anchorRange == nil)
        #expect(document.root["c"]?["inner"]?.mapping?.entry("k").map { slice($0.keyRange, of: document.file) } == "k")
    }

    /// The text of a scalar with one mark, `⟦...⟧`, and what the file holds at that place.
    @Test(
        "a place inside a text is a place in the file",
        arguments: [
            ("a: x ${{ ş.⟦field⟧ }} y", "field"),
            ("a: 'it''s ⟦here⟧'", "here"),
            ("a: 'it⟦''⟧s'", "''"),
            ("a: \"\\u0041\\t\\\"⟦b⟧\\x41\"", "b"),
            ("a: \"1⟦\\u0041⟧2\"", "\\u0041"),
            ("a: \"x\\\n  ⟦y⟧ \\\n  z\"", "y"),
            ("a: \"x\n\n  ⟦y⟧\n  z\"", "y"),
            ("a: one\n  two\n\n  ⟦three⟧ four", "three"),
            ("a: 'one  \n  \t two ⟦three⟧'", "three"),
            ("a: |\n  one\n  ⟦two⟧ three\n\n", "two"),
            ("a: |-\n  one\n\n   ⟦two⟧\n", "two"),
            ("a: |+ # kept\n    one\n    ⟦two⟧\n\n\nb: 1", "two"),
            ("a: |2\n    one\n  ⟦two⟧\n", "two"),
            ("a: >\n  one\n  two\n\n  ⟦three⟧ four\n", "three"),
            ("a: >\n  one\n    code\n  ⟦two⟧\n    more", "two"),
            ("a:\n  - |\n   👩‍👧 ⟦şu⟧", "şu"),
            ("a: |\n\n\n  ⟦one⟧\n", "one"),
            ("a: [x, 'y ⟦z⟧']", "z"),
            ("a: |\r\n  one\r\n  ⟦two⟧\r\n", "two"),
        ])
    func insideText(_ marked: String, _ expected: String) throws {
        let document = try document(marked.filter { $0 != "⟦" && $0 != "⟧" })
        let scalar = try #require(Self.scalars(document.root).max { $0.text.count < $1.text.count })
        // The same text with the marks left in gives the offsets inside the resolved text.
        let (markedDocument, _) = YAMLLoader().load(marked, path: "w.yaml")
        let markedRoot = try #require(markedDocument?.root)
        let markedScalar = try #require(Self.scalars(markedRoot).max { $0.text.count < $1.text.count })
        let markedText = Array(markedScalar.text.unicodeScalars)
        let from = try #require(markedText.firstIndex(of: "⟦"))
        let to = try #require(markedText.firstIndex(of: "⟧")) - 1
        let range = scalar.range(ofScalarOffsets: from..<to)
        #expect(slice(range, of: document.file) == expected)
        #expect(range.start.offset == Array(marked.unicodeScalars).firstIndex(of: "⟦"))
    }

    @Test("an empty stretch and one beyond the text stay inside the scalar")
    func edges() throws {
        let document = try document("a: \"b\\n\"\nc: ''\nd: |\n  x\n")
        let quoted = try #require(document.root["a"]?.scalar)
        #expect(quoted.range(ofScalarOffsets: 0..<0).start.column == 5)
        #expect(quoted.range(ofScalarOffsets: 2..<2).start.column == 8)
        #expect(slice(quoted.range(ofScalarOffsets: 1..<99), of: document.file) == "\\n")
        #expect(document.root["c"]?.scalar?.range(ofScalarOffsets: 0..<5).start.column == 5)
        let block = try #require(document.root["d"]?.scalar)
        #expect(slice(block.range(ofScalarOffsets: 0..<1), of: document.file) == "x")
        #expect(block.range(ofScalarOffsets: 2..<2).start.line == 4)
    }

    @Test("a block of nothing but empty lines has the places of its line ends", arguments: ["|+", ">+"])
    func emptyBlock(header: String) throws {
        let document = try document("a:\n  b: \(header)\n  \n  c: 1\n")
        let block = try #require(document.root["a"]?["b"]?.scalar)
        #expect(block.text == "\n")
        #expect(block.range(ofScalarOffsets: 0..<1).start == SourcePosition(line: 3, column: 3, offset: 13))
    }

    static func scalars(_ node: YAMLNode) -> [YAMLScalar] {
        switch node.content {
        case .scalar(let scalar): [scalar]
        case .sequence(let elements): elements.flatMap(scalars)
        case .mapping(let mapping): mapping.entries.flatMap { scalars($0.value) }
        }
    }
}
