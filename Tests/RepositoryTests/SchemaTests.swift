import Daemon
import Diagnostics
import Foundation
import NodeCatalog
import TestKit
import Testing
import Values
import WorkflowLanguage
import YAMLSyntax

@Suite("The schemas for editors")
struct SchemaTests {
    static let workflow = WorkflowSchema(catalog: .embedded).json

    /// The file as data; nil where it is no YAML.
    static func data(_ path: String) throws -> Value? {
        let (document, _) = YAMLLoader(noun: "file").load(try Repository.text(path), path: path)
        var reader = YAMLReader()
        return document.flatMap { reader.openValue($0.root) }
    }

    static func problems(_ path: String, _ schema: Value) throws -> [String]? {
        try data(path).map { SchemaCheck(schema).problems($0, schema) }
    }

    static let examples = Repository.files(below: "workflows", suffix: ".yaml")
    static let manifests = Repository.files(below: "nodes", suffix: ".yaml")

    @Test("every example is a workflow", arguments: examples)
    func holdsExamples(path: String) throws {
        #expect(try Self.problems(path, Self.workflow) == [])
    }

    @Test("every manifest is one", arguments: manifests)
    func holdsManifests(path: String) throws {
        let schema = path.hasSuffix("/provider.yaml") ? ManifestSchema.provider : ManifestSchema.node
        #expect(try Self.problems(path, schema) == [])
    }

    static let fixtures = Repository.files(below: "Tests/WorkflowLanguageTests/Fixtures", suffix: ".yaml")

    /// What a schema cannot see: names that lead nowhere, expressions, rules over several places, and how YAML is written.
    static let beyond: Set<String> = [
        "WF004", "WF016", "WF017", "WF020", "WF021", "WF030", "WF031", "WF032", "WF033", "WF034", "WF041", "WF042", "WF043",
        "WF044", "WF050", "WF052", "WF053", "WF015",
    ]

    @Test("a file with a mistake that a schema can see is refused, and a file without any is not", arguments: fixtures)
    func refusesFixtures(path: String) throws {
        let text = try Repository.text(path)
        let (plan, diagnostics) = WorkflowCompiler(catalog: .embedded).compile(text, path: path)
        guard let problems = try Self.problems(path, Self.workflow) else { return }
        if plan != nil { #expect(problems == []) }
        let visible = diagnostics.filter { $0.severity == .error }.filter { finding in
            !finding.code.hasPrefix("EXPR") && !Self.beyond.contains(finding.code)
                && (!finding.code.hasPrefix("YAML") || finding.code >= "YAML070")
        }
        if !visible.isEmpty { #expect(!problems.isEmpty, "\(visible.map { "\($0.code) \($0.message)" })") }
    }

    @Test("most of the fixtures with mistakes are refused")
    func share() throws {
        let refused = try Self.fixtures.filter { try Self.problems($0, Self.workflow)?.isEmpty == false }
        #expect(refused.count >= 15, "\(refused.count) of \(Self.fixtures.count)")
    }

    @Test(
        "mistakes in ulak.yaml are found",
        arguments: [
            ("server: { port: 7373 }\njournal: { keep: 30d, max_size: 1GiB }\nlogs: { level: info }\n", true),
            ("commands: [git, make]\ncredentials: { sources: [environment, vault] }\n", true),
            ("server: { port: many }\n", false), ("server: { prot: 1 }\n", false), ("logs: { level: loud }\n", false),
            ("journal: { keep: long }\n", false), ("providers: { turkeysms: { url: example.com } }\n", false),
            ("commands: git\n", false), ("journal: { max_size: much }\n", false),
        ])
    func configuration(text: String, isRight: Bool) throws {
        let (document, _) = YAMLLoader(noun: "file").load(text, path: "ulak.yaml")
        var reader = YAMLReader()
        let value = try #require(document.flatMap { reader.openValue($0.root) })
        #expect(SchemaCheck(ConfigurationFile.schema).problems(value, ConfigurationFile.schema).isEmpty == isRight)
        #expect(!ConfigurationFile(bytes: Array(text.utf8), path: "ulak.yaml").diagnostics.hasErrors == isRight)
    }

    @Test("a step is held against its node: names, types, limits and what is required")
    func steps() throws {
        for (with, isRight) in [
            ("{ sender: DEMOCO, to: '905550000001', text: Hi, iys: false }", true),
            ("{ sender: DEMOCO, to: 905550000001, text: 5, iys: '${{ inputs.iys }}' }", true),
            ("{ sender: DEMOCO, to: ['905550000001', '${{ inputs.phone }}'], text: Hi, iys: false }", true),
            ("{ sender: DEMOCO, to: '905550000001', iys: false }", false),
            ("{ sender: DEMOCO, to: '905550000001', text: Hi, iys: maybe }", false),
            ("{ sender: DEMOCO, to: '905550000001', text: Hi, iys: false, txt: Hi }", false),
            ("{ sender: DEMOCO, to: {}, text: Hi, iys: false }", false),
        ] {
            let text = "steps: { a: { uses: iletimerkezi.send_sms, with: \(with) } }\n"
            let (document, _) = YAMLLoader(noun: "file").load(text, path: "x.yaml")
            var reader = YAMLReader()
            let value = try #require(document.flatMap { reader.openValue($0.root) })
            let problems = SchemaCheck(Self.workflow).problems(value, Self.workflow)
            #expect(problems.isEmpty == isRight, "\(with): \(problems)")
        }
    }
}
