import Diagnostics
import Testing
import Values
import YAMLSyntax

@Suite("Reading by declared type")
struct YAMLReaderTests {
    /// Reads the value of `field` and gives what was read and the findings.
    private func read<Read>(
        _ value: String, _ read: (inout YAMLReader, YAMLNode) -> Read?
    ) throws -> (read: Read?, messages: [String]) {
        let (document, loading) = YAMLLoader().load("field: \(value)", path: "w.yaml")
        let node = try #require(document?.root["field"])
        var reader = YAMLReader(diagnostics: loading)
        let result = read(&reader, node)
        return (result, reader.diagnostics.map { "\($0.code): \($0.message)" + ($0.label.map { "; " + $0 } ?? "") })
    }

    @Test(
        "text takes the characters as written",
        arguments: [
            ("1.10", "1.10"), ("010", "010"), ("true", "true"), ("12:30", "12:30"), (".inf", ".inf"), ("'x'", "x"), ("''", ""),
            ("\"null\"", "null"), ("!!str", ""), ("99999999999999999999", "99999999999999999999"), ("2024-01-01", "2024-01-01"),
        ])
    func text(_ written: String, _ text: String) throws {
        let (read, messages) = try read(written) { $0.text($1, "field") }
        #expect(read == text)
        #expect(messages == [])
    }

    @Test("text is not absent, not a list and not a map")
    func notText() throws {
        let readText = { (reader: inout YAMLReader, node: YAMLNode) in reader.text(node, "field") }
        #expect(try read("", readText).messages == ["YAML064: `field` is empty; expected text"])
        #expect(try read("null", readText).messages == ["YAML064: `field` is empty; expected text"])
        #expect(try read("[a]", readText).messages == ["YAML063: `field` is a list; expected text"])
        #expect(try read("{a: 1}", readText).messages == ["YAML063: `field` is a map; expected text"])
        #expect(try read("yes", readText).read == "yes")
    }

    @Test("integers, numbers and booleans take the core forms")
    func forms() throws {
        #expect(try read("0o17") { $0.integer($1, "field") }.read == 15)
        #expect(try read("-5") { $0.integer($1, "field") }.read == -5)
        #expect(try read("5") { $0.number($1, "field") }.read == 5)
        #expect(try read("5.5e1") { $0.number($1, "field") }.read == 55)
        #expect(try read("True") { $0.boolean($1, "field") }.read == true)
        #expect(try read("false") { $0.boolean($1, "field") }.read == false)
        #expect(try read("!!int '7'") { $0.integer($1, "field") }.read == 7)
    }

    @Test("a wrong type says what was found, what was expected and what to type")
    func wrongTypes() throws {
        let integer = { (reader: inout YAMLReader, node: YAMLNode) in reader.integer(node, "field") }
        #expect(try read("1.5", integer).messages == ["YAML063: `field` is the number `1.5`; expected an integer"])
        #expect(try read("\"5\"", integer).messages == ["YAML063: `field` is the text `5`; expected an integer"])
        #expect(try read("five", integer).messages == ["YAML063: `field` is the text `five`; expected an integer"])
        #expect(try read("", integer).messages == ["YAML064: `field` is empty; expected an integer"])
        #expect(
            try read("010", integer).messages
                == ["YAML060: `010` has a leading zero, which some readers take for octal; write \"010\" for the text"])
        #expect(
            try read("99999999999999999999", integer).messages
                == ["YAML062: `99999999999999999999` does not fit into 64 bits; write \"99999999999999999999\" for the text"])
        #expect(
            try read("5") { $0.boolean($1, "field") }.messages == ["YAML063: `field` is the number `5`; expected true or false"])
        #expect(try read("x") { $0.mapping($1, "field")?.keys }.messages == ["YAML063: `field` is the text `x`; expected a map"])
        #expect(
            try read("true") { $0.sequence($1, "field")?.count }.messages == [
                "YAML063: `field` is the boolean `true`; expected a list"
            ])
        #expect(try read("[]") { $0.mapping($1, "step `a`")?.keys }.messages == ["YAML063: step `a` is a list; expected a map"])
    }

    @Test("the hint for a quoted number is to take away the quotes")
    func quotedNumber() {
        let loaded = LoadedYAML("port: \"8080\"")
        var reader = YAMLReader()
        let number = loaded.document?.root["port"].flatMap { reader.integer($0, "port") }
        #expect(number == nil)
        #expect(
            DiagnosticRenderer().render(reader.diagnostics) == """
                error[YAML063]: `port` is the text `8080`
                 --> w.yaml:1:7
                1 | port: "8080"
                  |       ^^^^^^ expected an integer
                  = help: write 8080 without quotes

                """)
    }

    @Test("an error takes the place of the warning at the same value")
    func warningGivesWay() throws {
        let (read, messages) = try read("yes") { $0.boolean($1, "field") }
        #expect(read == nil)
        #expect(messages == ["YAML063: `field` is the text `yes`; expected true or false"])
    }

    @Test("a refused value is not reported twice and is not absent")
    func refused() throws {
        let (document, loading) = YAMLLoader().load("a: !x y\nb: *no\nc: ${{ z # }}\n", path: "w.yaml")
        #expect(loading.map(\.code) == ["YAML033", "YAML040", "YAML052"])
        var reader = YAMLReader()
        for key in ["a", "b", "c"] {
            let node = try #require(document?.root[key])
            #expect(node.isRefused)
            #expect(!node.isAbsent)
            #expect(reader.text(node, key) == nil)
            #expect(reader.integer(node, key) == nil)
            #expect(reader.mapping(node, key) == nil)
            #expect(reader.sequence(node, key) == nil)
            #expect(reader.openValue(node) == nil)
        }
        #expect(reader.diagnostics.isEmpty)
    }

    @Test("all mistakes of open data are found in one go")
    func openData() {
        let loaded = LoadedYAML("a: [010, .inf, {b: 1e999, c: ok}]\nd: 99999999999999999999\ne: 1\ne: 2\nf: !x y\n")
        #expect(loaded.codes == ["YAML060", "YAML061", "YAML062", "YAML062", "YAML030", "YAML033"])
        #expect(loaded.value == nil)
    }

    @Test("open data keeps the order of keys")
    func order() {
        #expect(LoadedYAML("z: 1\na: {y: 1, b: 2}\n").value?.jsonText() == #"{"z":1,"a":{"y":1,"b":2}}"#)
    }

    @Test("a mistake in an aliased value shows both places")
    func aliased() {
        #expect(
            LoadedYAML("a: &x !!str 010\nb: [*x]\nc: &y 08\nd: *y\n").rendered == """
                error[YAML060]: `08` has a leading zero, which some readers take for octal
                 --> w.yaml:3:7
                3 | c: &y 08
                  |       ^^ write "08" for the text
                  = help: write 8 for the decimal number

                error[YAML060]: `08` has a leading zero, which some readers take for octal
                 --> w.yaml:4:4
                4 | d: *y
                  |    ^^ write "08" for the text
                  = the alias stands for this value
                 --> w.yaml:3:7
                3 | c: &y 08
                  |       --
                  = help: write 8 for the decimal number

                """)
    }

    @Test("a caller can build its own tree out of the scalars")
    func fold() throws {
        let (document, _) = YAMLLoader().load(
            "a: ${{ x }}\nb: ['1', 1, '${{ y }}']\n", path: "w.yaml")
        var reader = YAMLReader()
        let tree: String? = try reader.fold(#require(document).root) { reader, node, scalar in
            scalar.text.hasPrefix("${{") ? "<\(scalar.text)>" : reader.resolved(scalar, of: node)?.jsonText()
        } list: { _, _, elements in
            "[" + elements.joined(separator: " ") + "]"
        } map: { _, _, members in
            members.map { "\($0.entry.key)=\($0.value)" }.joined(separator: " ")
        }
        #expect(tree == #"a=<${{ x }}> b=["1" 1 <${{ y }}>]"#)
    }

    @Test("a condition in a block loses its final line ends")
    func conditionInBlock() throws {
        let (document, _) = YAMLLoader().load("if: |\n  a &&\n  b\n\nx: \"y\\n\"\n", path: "w.yaml")
        #expect(document?.root["if"]?.scalar?.text == "a &&\nb\n")
        #expect(document?.root["if"]?.scalar?.lineText == "a &&\nb")
        #expect(document?.root["x"]?.scalar?.lineText == "y\n")
    }
}
