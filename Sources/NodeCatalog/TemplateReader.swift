import Diagnostics
import Expressions
import Values
import WorkflowModel
import YAMLSyntax

/// Compiles what stands in a YAML file into templates and expressions that know their place.
public struct TemplateReader: Sendable {
    public let environment: ExpressionEnvironment

    public init(_ environment: ExpressionEnvironment) {
        self.environment = environment
    }

    /// Data of any type in which texts may be templates.
    public func template(_ node: YAMLNode, reader: inout YAMLReader) -> ValueTemplate? {
        reader.fold(node) { reader, node, scalar in
            if Self.mayHoldExpression(scalar.text) { return text(scalar, reader: &reader) }
            return reader.resolved(scalar, of: node).map(ValueTemplate.literal)
        } list: { _, _, elements in
            .list(elements)
        } map: { _, _, members in
            .object(members.map { ($0.entry.key, $0.value) })
        }
    }

    /// Data for a parameter of that type: where text is declared, a plain `905550000001` is text.
    public func template(_ node: YAMLNode, as type: ParameterType, reader: inout YAMLReader) -> ValueTemplate? {
        if node.isRefused { return nil }
        if let scalar = node.scalar {
            if Self.mayHoldExpression(scalar.text), type != .expression { return text(scalar, reader: &reader) }
            let elementType: ParameterType = if case .list(let element) = type { element } else { type }
            if elementType.isText { return scalar.isAbsent ? .literal(.null) : .literal(.string(scalar.text)) }
        }
        if case .list(let element) = type, let sequence = node.sequence {
            let elements = sequence.compactMap { template($0, as: element, reader: &reader) }
            return elements.count == sequence.count ? .list(elements) : nil
        }
        return template(node, reader: &reader)
    }

    /// A text that is a template, or a literal when it holds no expression.
    public func text(_ scalar: YAMLScalar, reader: inout YAMLReader) -> ValueTemplate? {
        do throws(ExpressionIssues) {
            let isBlock = scalar.style == .literal || scalar.style == .folded
            let template = try Template.compile(scalar.text, in: environment, wholeMayEndWithNewline: isBlock)
            return .template(PlacedTemplate(template, source: scalar.text, place: Self.place(scalar)))
        } catch {
            report(error, scalar, reader: &reader)
            return nil
        }
    }

    /// A bare expression, or one in `${{ }}` that spans the whole value.
    public func expression(
        _ scalar: YAMLScalar, expecting type: ExpressionType? = nil, reader: inout YAMLReader
    ) -> PlacedExpression? {
        do throws(ExpressionIssues) {
            guard Self.mayHoldExpression(scalar.text) else {
                return PlacedExpression(try environment.compile(scalar.text, expecting: type), place: Self.place(scalar))
            }
            let template = try Template.compile(
                scalar.text, in: environment, expecting: type, wholeMayEndWithNewline: true)
            if let whole = template.wholeExpression { return PlacedExpression(whole, place: Self.place(scalar)) }
            reader.diagnostics.append(
                Diagnostic(
                    ExpressionCode.conditionWithText, "this is one expression; it cannot have text around `${{ }}`",
                    at: scalar.location, help: ["write the bare expression, without `${{ }}`"]))
        } catch {
            report(error, scalar, reader: &reader)
        }
        return nil
    }

    /// A bare expression that is true or false.
    public func condition(_ scalar: YAMLScalar, reader: inout YAMLReader) -> PlacedExpression? {
        do throws(ExpressionIssues) {
            return PlacedExpression(try environment.compileCondition(scalar.text).expression, place: Self.place(scalar))
        } catch {
            report(error, scalar, reader: &reader)
            return nil
        }
    }

    /// Whether a text needs the template compiler at all.
    public static func mayHoldExpression(_ text: String) -> Bool {
        text.contains("${{")
    }

    private static func place(_ scalar: YAMLScalar) -> @Sendable (Range<Int>) -> SourceLocation {
        { range in SourceLocation(file: scalar.location.file, range: scalar.range(ofScalarOffsets: range)) }
    }

    private func report(_ issues: ExpressionIssues, _ scalar: YAMLScalar, reader: inout YAMLReader) {
        reader.diagnostics += issues.issues.map { $0.diagnostic(at: Self.place(scalar)) }
    }
}
