import Diagnostics
import Expressions
import Values

/// A compiled expression that knows where it stands, so that a failure at run time names file, line and column.
public struct PlacedExpression: Sendable {
    public let expression: CompiledExpression
    private let place: @Sendable (Range<Int>) -> SourceLocation

    /// - Parameter place: the place in the file for a range of scalar offsets in the expression.
    public init(_ expression: CompiledExpression, place: @escaping @Sendable (Range<Int>) -> SourceLocation) {
        self.expression = expression
        self.place = place
    }

    /// Where a stretch of the expression stands in the file.
    public func location(of range: Range<Int>) -> SourceLocation { place(range) }

    public func evaluate(_ activation: some Activation) throws(PlacedEvaluationError) -> ExpressionValue {
        do throws(EvaluationError) {
            return try expression.evaluate(activation)
        } catch {
            throw PlacedEvaluationError(error, at: place(error.range))
        }
    }

    /// The value as data; an error for kinds that JSON does not have.
    public func evaluateJSON(_ activation: some Activation) throws(PlacedEvaluationError) -> Value {
        let value = try evaluate(activation)
        do throws(EvaluationError) {
            return try value.json()
        } catch {
            throw PlacedEvaluationError(error, at: place(error.range))
        }
    }

    /// The error for a value that does not fit where the expression stands.
    public func misfit(found: String, expected: String) -> PlacedEvaluationError {
        PlacedEvaluationError(EvaluationError(.wrongKind, "found \(found) where \(expected) was expected"), at: place(0..<0))
    }
}

/// A compiled `${{ }}` text that knows where it stands.
public struct PlacedTemplate: Sendable {
    public let template: Template
    /// The text as written, for `--dry-run`.
    public let source: String
    private let place: @Sendable (Range<Int>) -> SourceLocation

    public init(_ template: Template, source: String, place: @escaping @Sendable (Range<Int>) -> SourceLocation) {
        self.template = template
        self.source = source
        self.place = place
    }

    /// Where a stretch of the text stands in the file.
    public func location(of range: Range<Int>) -> SourceLocation { place(range) }

    public func evaluate(_ activation: some Activation) throws(PlacedEvaluationError) -> Value {
        do throws(EvaluationError) {
            return try template.evaluate(activation).json()
        } catch {
            throw PlacedEvaluationError(error, at: place(error.range))
        }
    }
}

/// Why an expression of a workflow or manifest had no value, and where it stands.
public struct PlacedEvaluationError: Error, Sendable {
    public let error: EvaluationError
    public let location: SourceLocation

    public init(_ error: EvaluationError, at location: SourceLocation) {
        self.error = error
        self.location = location
    }

    /// The outcome of a step whose expression failed: surely nothing was done.
    public var failure: NodeFailure {
        let start = location.range.start
        return NodeFailure(
            code: error.code.rawValue, class: .input,
            message: "\(error.message) (\(location.file.path):\(start.line):\(start.column))")
    }
}

/// Data in which any text may be a template: what stands under `with:` in a workflow or `body:` in a manifest.
public indirect enum ValueTemplate: Sendable {
    case literal(Value)
    case template(PlacedTemplate)
    case list([ValueTemplate])
    case object([(key: String, value: ValueTemplate)])

    /// The data with every template replaced by its value. Values are data: they are never scanned for templates again.
    public func evaluate(_ activation: some Activation) throws(PlacedEvaluationError) -> Value {
        switch self {
        case .literal(let value): return value
        case .template(let template): return try template.evaluate(activation)
        case .list(let elements):
            var values: [Value] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try element.evaluate(activation)) }
            return .list(values)
        case .object(let members):
            var object = ValueObject(minimumCapacity: members.count)
            for (key, member) in members { object.set(key, to: try member.evaluate(activation)) }
            return .object(object)
        }
    }

    /// Every template inside, in the order of the text.
    public var placedTemplates: [PlacedTemplate] {
        switch self {
        case .literal: []
        case .template(let template): [template]
        case .list(let elements): elements.flatMap(\.placedTemplates)
        case .object(let members): members.flatMap(\.value.placedTemplates)
        }
    }

    /// The value when no template is inside, else nil.
    public var constant: Value? {
        switch self {
        case .literal(let value): return value
        case .template: return nil
        case .list(let elements):
            let values = elements.compactMap(\.constant)
            return values.count == elements.count ? .list(values) : nil
        case .object(let members):
            let values = members.compactMap { member in member.value.constant.map { (member.key, $0) } }
            return values.count == members.count ? .object(ValueObject(values)) : nil
        }
    }
}
