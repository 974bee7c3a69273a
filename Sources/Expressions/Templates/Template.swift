import Values

/// A string value of a workflow with its `${{ }}` holes.
///
/// A hole that is the whole value keeps its type; inside text it becomes text. The result is data and never scanned again.
public struct Template: Sendable {
    private enum Form: Sendable {
        case literal(String)
        case whole(CompiledExpression)
        /// The holes run in one context, so that a variable is asked for once.
        case text([Part], variableNames: [String], localCount: Int)
    }

    private enum Part: Sendable {
        case literal(String)
        case hole(CompiledExpression)
    }

    private let form: Form
    private let limits: ExpressionLimits
    /// The type of the value: `string`, unless one hole is the whole value.
    public let resultType: ExpressionType
    /// Where the holes read variables; ranges count from the start of the text.
    public let references: [Reference]

    /// Whether there is no hole, so that the value is always the same.
    public var isLiteral: Bool {
        if case .literal = form { true } else { false }
    }

    /// The expression, when one hole is the whole value.
    public var wholeExpression: CompiledExpression? {
        if case .whole(let expression) = form { expression } else { nil }
    }

    /// The text, when there is no hole: `$${{` has become `${{`.
    public var literalText: String? {
        if case .literal(let text) = form { text } else { nil }
    }

    private init(_ form: Form, _ resultType: ExpressionType, _ references: [Reference], _ limits: ExpressionLimits) {
        self.form = form
        self.resultType = resultType
        self.references = references
        self.limits = limits
    }

    /// Compiles a text; ranges of issues are Unicode scalar offsets into it.
    ///
    /// `wholeMayEndWithNewline` is for block scalars: one hole with only a line end behind it still is the whole value.
    public static func compile(
        _ text: String, in environment: ExpressionEnvironment, expecting: ExpressionType? = nil,
        wholeMayEndWithNewline: Bool = false
    ) throws(ExpressionIssues) -> Template {
        let scalars = Array(text.unicodeScalars)
        var parts: [TemplateScanner.Part]
        do throws(ExpressionIssue) {
            parts = try TemplateScanner.parts(of: scalars)
        } catch {
            throw ExpressionIssues([error])
        }
        if wholeMayEndWithNewline, parts.count == 2, case .hole = parts[0], case .literal(let rest) = parts[1],
            rest.unicodeScalars.allSatisfy({ $0 == "\n" || $0 == "\r" })
        {
            parts.removeLast()
        }
        if parts.count == 1, case .hole(let range) = parts[0] {
            let expression = try environment.compile(scalars, range, expecting: expecting)
            return Template(.whole(expression), expression.resultType, expression.references, environment.limits)
        }
        var compiled: [Part] = []
        var variableNames: [String] = []
        var localCount = 0
        var references: [Reference] = []
        var issues: [ExpressionIssue] = []
        for part in parts {
            switch part {
            case .literal(let text): compiled.append(.literal(text))
            case .hole(let range):
                do throws(ExpressionIssues) {
                    let expression = try environment.compile(scalars, range, sharing: variableNames)
                    variableNames = expression.code.variableNames
                    localCount = max(localCount, expression.code.localCount)
                    references += expression.references
                    if let issue = textIssue(expression, scalars, range) { issues.append(issue) }
                    compiled.append(.hole(expression))
                } catch {
                    issues += error.issues
                }
            }
        }
        var solver = TypeSolver()
        if let expecting, !solver.assign(.string, to: expecting) {
            issues.append(mismatch(expecting, scalars, isLiteral: compiled.count == 1, parts))
        }
        guard issues.isEmpty else { throw ExpressionIssues(issues) }
        if compiled.count == 1, case .literal(let text) = compiled[0] {
            return Template(.literal(text), .string, [], environment.limits)
        }
        let form = Form.text(compiled, variableNames: variableNames, localCount: localCount)
        return Template(form, .string, references, environment.limits)
    }

    /// Works out the value.
    public func evaluate(_ activation: some Activation) throws(EvaluationError) -> ExpressionValue {
        switch form {
        case .literal(let text): return .string(text)
        case .whole(let expression): return try expression.evaluate(activation)
        case .text(let parts, let variableNames, let localCount):
            var context = EvaluationContext(
                activation: activation, limits: limits, variableNames: variableNames, localCount: localCount)
            var bytes: [UInt8] = []
            bytes.reserveCapacity(256)
            for part in parts {
                switch part {
                case .literal(let text): Self.append(text, to: &bytes)
                case .hole(let expression):
                    Self.append(try Self.text(expression.evaluate(&context), of: expression), to: &bytes)
                }
                guard bytes.count <= limits.resultBytes else {
                    throw EvaluationError(.overBudget, "the text is larger than \(limits.resultBytes) bytes", at: 0..<1)
                }
            }
            return .string(String(decoding: bytes, as: UTF8.self))
        }
    }

    // MARK: Text

    @inline(__always)
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        if text.utf8.withContiguousStorageIfAvailable({ bytes.append(contentsOf: $0) }) == nil {
            bytes.append(contentsOf: text.utf8)
        }
    }

    /// What a value becomes inside text.
    private static func text(_ value: ExpressionValue, of expression: CompiledExpression) throws(EvaluationError) -> String {
        do throws(EvaluationError) {
            switch value {
            case .string(let text): return text
            case .list, .map: return try value.json().jsonText()
            case .optional(let wrapped?): return try text(wrapped, of: expression)
            case .int, .uint, .double, .bool, .timestamp, .duration: return value.text ?? ""
            case .null:
                throw EvaluationError(
                    .notConvertible,
                    "`\(expression.displayName)` is null, and null has no text; write coalesce(..., 'something') for a fallback")
            case .optional(nil):
                throw EvaluationError(
                    .notConvertible, "`\(expression.displayName)` is empty; write .orValue('something') behind it for a fallback")
            case .bytes, .type:
                throw EvaluationError(
                    .notConvertible, "`\(expression.displayName)` gives \(value.kindName), which has no text of its own")
            }
        } catch {
            throw error.placed(at: expression.range)
        }
    }

    /// A hole that can never become text.
    private static func textIssue(
        _ expression: CompiledExpression, _ text: [Unicode.Scalar], _ range: Range<Int>
    ) -> ExpressionIssue? {
        switch expression.resultType {
        case .null, .bytes, .type, .opaque:
            ExpressionIssue(
                .unexpectedType, "this gives \(expression.resultType), which cannot stand inside text", at: trimmed(range, text),
                help: expression.resultType == .bytes ? ["write string(...) for text, base64.encode(...) for base64"] : [])
        default: nil
        }
    }

    private static func mismatch(
        _ expected: ExpressionType, _ text: [Unicode.Scalar], isLiteral: Bool, _ parts: [TemplateScanner.Part]
    ) -> ExpressionIssue {
        ExpressionIssue(
            .unexpectedType,
            isLiteral
                ? "this is text, but \(expected) is expected" : "text with `${{ }}` inside is text, but \(expected) is expected",
            at: 0..<max(text.count, 1), help: isLiteral ? [] : ["let one `${{ }}` be the whole value, so that its type is kept"])
    }

    /// The range without space at its ends.
    static func trimmed(_ range: Range<Int>, _ text: [Unicode.Scalar]) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, text[lower].properties.isWhitespace { lower += 1 }
        while upper > lower, text[upper - 1].properties.isWhitespace { upper -= 1 }
        return lower..<upper
    }
}

extension CompiledExpression {
    /// The expression for a message, cut when it is long.
    var displayName: String {
        let text = source.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return text.count > 60 ? text.prefix(57) + "..." : text
    }
}
