import Diagnostics
import Values

/// Reads nodes by the type that a field declares, and collects what does not fit.
///
/// Every function returns nil after it has reported a mistake, and silently for a node whose mistake is reported already
/// (`YAMLNode.isRefused`). `what` names the field in messages, such as `timeout` or "step `notify`". An absent node (`YAMLNode.isAbsent`) is a
/// mistake here; a caller with an optional field asks first.
public struct YAMLReader: Sendable {
    public var diagnostics: [Diagnostic]
    private var reported = 0

    /// Start with the loader's findings, so that a warning gives way when an error comes to the same place.
    public init(diagnostics: [Diagnostic] = []) {
        self.diagnostics = diagnostics
    }

    public mutating func mapping(_ node: YAMLNode, _ what: String) -> YAMLMapping? {
        if node.isRefused { return nil }
        if let mapping = node.mapping { return mapping }
        wrongType(node, what, expected: "a map")
        return nil
    }

    public mutating func sequence(_ node: YAMLNode, _ what: String) -> [YAMLNode]? {
        if node.isRefused { return nil }
        if let sequence = node.sequence { return sequence }
        wrongType(
            node, what, expected: "a list",
            help: node.scalar.map { $0.isAbsent ? [] : ["write [\($0.text)] for a list of one"] } ?? [])
        return nil
    }

    /// Any scalar that is not absent.
    public mutating func scalar(_ node: YAMLNode, _ what: String) -> YAMLScalar? {
        guard let scalar = present(node, what, expected: "text") else { return nil }
        return scalar
    }

    /// The characters as written, whatever they look like.
    public mutating func text(_ node: YAMLNode, _ what: String) -> String? {
        scalar(node, what)?.text
    }

    public mutating func boolean(_ node: YAMLNode, _ what: String) -> Bool? {
        guard let value = plainValue(node, what, expected: "true or false") else { return nil }
        if case .bool(let flag) = value { return flag }
        wrongType(node, what, expected: "true or false")
        return nil
    }

    public mutating func integer(_ node: YAMLNode, _ what: String) -> Int64? {
        guard let value = plainValue(node, what, expected: "an integer") else { return nil }
        if case .int(let number) = value { return number }
        wrongType(node, what, expected: "an integer")
        return nil
    }

    /// An integer or a number with a fraction.
    public mutating func number(_ node: YAMLNode, _ what: String) -> Double? {
        guard let value = plainValue(node, what, expected: "a number") else { return nil }
        if let number = value.numberValue { return number }
        wrongType(node, what, expected: "a number")
        return nil
    }

    /// Reports that a node has the wrong kind, with what was found and expected.
    public mutating func wrongType(_ node: YAMLNode, _ what: String, expected: String, help: [String] = []) {
        if node.isRefused { return }
        if node.isAbsent {
            report(.missingValue, "\(name(what)) is empty", node, label: "expected \(expected)")
        } else {
            report(.wrongType, "\(name(what)) is \(node.description)", node, label: "expected \(expected)", help: help)
        }
    }

    // MARK: Parts

    /// A field's name in backticks; words that bring their own, such as "step `notify`", as they are.
    private func name(_ what: String) -> String {
        what.contains("`") ? what : "`\(what)`"
    }

    private mutating func present(_ node: YAMLNode, _ what: String, expected: String) -> YAMLScalar? {
        if node.isRefused { return nil }
        if let scalar = node.scalar, !scalar.isAbsent { return scalar }
        wrongType(node, what, expected: expected)
        return nil
    }

    /// The value of a scalar that must not be text.
    private mutating func plainValue(_ node: YAMLNode, _ what: String, expected: String) -> Value? {
        guard let scalar = present(node, what, expected: expected) else { return nil }
        guard !scalar.isExplicitText else {
            let fits = CoreScalar(scalar.text) != .text && scalar.style != .plain
            wrongType(
                node, what, expected: expected, help: fits ? ["write \(scalar.text) without quotes"] : [])
            return nil
        }
        return resolved(scalar, of: node)
    }

    mutating func report(
        _ code: YAMLCode, _ message: String, _ node: YAMLNode, label: String? = nil, help: [String] = []
    ) {
        reported += 1
        guard reported <= YAMLLimits().findings else { return }
        diagnostics.removeAll { $0.severity == .warning && $0.location.map { $0.range == node.range } == true && Self.gives($0) }
        diagnostics.append(Diagnostic(code, message, at: node.location, label: label, related: node.related, help: help))
    }

    private static func gives(_ diagnostic: Diagnostic) -> Bool {
        diagnostic.code == YAMLCode.unquotedBoolean.rawValue || diagnostic.code == YAMLCode.underscoreNumber.rawValue
    }
}
