import Diagnostics
import NodeCatalog
import Values
import WorkflowLanguage

/// What `ulak new` makes a first project of: one of the examples, which are in the binary.
struct ProjectTemplate {
    /// The name of the workflow.
    let name: String
    /// Other files that the example comes with, and where they go.
    var companions: [(example: String, path: String)] = []
    /// What `ulak run` takes beside the workflow.
    let arguments: String

    /// The first one is taken when none is named.
    static let all = [
        ProjectTemplate(name: "otp-login", arguments: "--input phone=905550000001"),
        ProjectTemplate(
            name: "order-shipped",
            companions: [("order-shipped.event.json", "workflows/order-shipped.event.json")],
            arguments: "--event workflows/order-shipped.event.json"),
        ProjectTemplate(
            name: "appointment-reminders",
            companions: [("appointment-reminders.inputs.json", "workflows/appointment-reminders.inputs.json")],
            arguments: "--input-file workflows/appointment-reminders.inputs.json"),
        ProjectTemplate(name: "low-balance-alert", arguments: "--input limit=501"),
        ProjectTemplate(name: "any-provider", arguments: "--input phone=905550000001 --input text=Hello"),
        ProjectTemplate(name: "new-contact", arguments: "--input name=Elif --input phone=905550000004"),
    ]

    static func named(_ name: String) -> ProjectTemplate? { all.first { $0.name == name } }

    /// What the workflow says of itself.
    var summary: String {
        let line = text("\(name).yaml").split(separator: "\n").first { $0.hasPrefix("description: ") }
        return line.map { String($0.dropFirst("description: ".count)) } ?? ""
    }

    /// Every file of the project with its text.
    func files() -> [(path: String, text: String)] {
        let workflow = "# yaml-language-server: $schema=../workflow.schema.json\n" + text("\(name).yaml")
        return [
            ("workflows/\(name).yaml", workflow)
        ] + companions.map { ($0.path, text($0.example)) } + [
            ("ulak.yaml", Self.configuration), (".gitignore", ".ulak/\n"),
            ("workflow.schema.json", WorkflowSchema(catalog: .embedded).json.jsonText(.indented) + "\n"),
        ]
    }

    private func text(_ example: String) -> String {
        guard let text = embeddedExamples.first(where: { $0.path == example })?.text else {
            preconditionFailure("the example of a template is in the binary: \(example)")
        }
        return text.hasSuffix("\n") ? text : text + "\n"
    }

    private static let configuration = """
        # What is the same for every command in this folder; docs/configuration.md lists all settings. The environment overrides them.
        workflows: workflows
        server:
          port: 7373
        journal:
          keep: 30d

        """
}
