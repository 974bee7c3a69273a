import Diagnostics
import Expressions
import NodeCatalog
import Values
import WorkflowModel
import YAMLSyntax

/// Checks the declared inputs of a workflow and the constants under `vars:`.
struct InputCompiler {
    func inputs(_ inputs: [ParsedInput], reader: inout YAMLReader) -> [InputDeclaration] {
        inputs.map { input in
            let allowed =
                input.allowedNode.flatMap { reader.sequence($0, "allowed") }?
                .compactMap { value($0, input.type, input.name, reader: &reader) } ?? []
            var defaultValue: Value?
            if let node = input.defaultNode, let given = value(node, input.type, input.name, reader: &reader) {
                if !allowed.isEmpty, !allowed.contains(given) {
                    YAMLFields.reportNotAllowed(
                        given.plainText, "default", allowed: allowed.map(\.plainText), at: node.location, reader: &reader)
                }
                defaultValue = given
            }
            return InputDeclaration(
                name: input.name, type: input.type, isRequired: input.isRequired, defaultValue: defaultValue, allowed: allowed,
                help: input.help)
        }
    }

    private func value(_ node: YAMLNode, _ type: InputType, _ name: String, reader: inout YAMLReader) -> Value? {
        let found = type == .text ? reader.text(node, "default").map(Value.string) : reader.openValue(node)
        guard let found else { return nil }
        if type.accepts(found) { return found }
        reader.diagnostics.append(
            Diagnostic(
                WorkflowCode.inputDefault, "input `\(name)` is \(type.name), but this is \(found.kindPhrase)", at: node.location))
        return nil
    }

    /// The type that expressions see as `inputs`. An input that may be left out may be null.
    static func type(of inputs: [InputDeclaration]) -> ExpressionType {
        .object(
            ObjectType(
                name: "inputs",
                fields: inputs.map { ($0.name, $0.isRequired || $0.defaultValue != nil ? $0.type.expressionType : .dyn) },
                isOpen: false))
    }

    func vars(_ node: YAMLNode?, reader: inout YAMLReader) -> ValueObject {
        guard let node, !node.isAbsent, let mapping = reader.mapping(node, "vars") else { return [:] }
        var vars = ValueObject()
        for entry in mapping.entries {
            refuseExpressions(entry.value, reader: &reader)
            if let value = reader.openValue(entry.value) { vars.set(entry.key, to: value) }
        }
        return vars
    }

    private func refuseExpressions(_ node: YAMLNode, reader: inout YAMLReader) {
        switch node.content {
        case .scalar(let scalar):
            guard TemplateReader.mayHoldExpression(scalar.text) else { return }
            reader.diagnostics.append(
                Diagnostic(
                    WorkflowCode.expressionNotAllowed, "`vars` holds constants, but this is an expression", at: node.location,
                    label: "use a step with `uses: set` for values that are worked out"))
        case .sequence(let elements): elements.forEach { refuseExpressions($0, reader: &reader) }
        case .mapping(let mapping): mapping.entries.forEach { refuseExpressions($0.value, reader: &reader) }
        }
    }
}
