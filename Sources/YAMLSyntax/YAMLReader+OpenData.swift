import Diagnostics
import Values

/// Data of any type, as a step's `with:` holds it. A caller that compiles templates out of texts builds its own tree with `fold`.
extension YAMLReader {
    /// The node as JSON-like data, or nil when anything in it was reported.
    public mutating func openValue(_ node: YAMLNode) -> Value? {
        fold(node) { reader, node, scalar in
            reader.resolved(scalar, of: node)
        } list: { _, _, elements in
            .list(elements)
        } map: { _, _, members in
            .object(ValueObject(members.map { ($0.entry.key, $0.value) }))
        }
    }

    /// Builds a tree of the caller's own type from the leaves up.
    ///
    /// `scalar` sees each scalar as written and may ask `resolved` for its value. Where a closure returns nil, the whole result is
    /// nil, but all other parts are still visited, so that every mistake is found.
    public mutating func fold<Tree>(
        _ node: YAMLNode,
        scalar: (inout YAMLReader, YAMLNode, YAMLScalar) -> Tree?,
        list: (inout YAMLReader, YAMLNode, [Tree]) -> Tree?,
        map: (inout YAMLReader, YAMLNode, [(entry: YAMLEntry, value: Tree)]) -> Tree?
    ) -> Tree? {
        if node.isRefused { return nil }
        switch node.content {
        case .scalar(let content): return scalar(&self, node, content)
        case .sequence(let elements):
            var built: [Tree] = []
            for element in elements {
                if let tree = fold(element, scalar: scalar, list: list, map: map) { built.append(tree) }
            }
            return built.count == elements.count ? list(&self, node, built) : nil
        case .mapping(let mapping):
            var built: [(entry: YAMLEntry, value: Tree)] = []
            for entry in mapping.entries {
                if let tree = fold(entry.value, scalar: scalar, list: list, map: map) { built.append((entry, tree)) }
            }
            return built.count == mapping.entries.count ? map(&self, node, built) : nil
        }
    }

    /// The scalar's value under the core forms: null, boolean, integer, double or text. Nil after a report.
    public mutating func resolved(_ scalar: YAMLScalar, of node: YAMLNode) -> Value? {
        if scalar.isExplicitText { return .string(scalar.text) }
        let text = scalar.text
        switch CoreScalar(text) {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .int(let number): return scalar.tag == .float ? .double(Double(number)) : .int(number)
        case .double(let number): return .double(number)
        case .text: return .string(text)
        case .leadingZero:
            report(
                .leadingZero, "\(quoted(text)) has a leading zero, which some readers take for octal", node,
                label: "write \"\(text)\" for the text", help: leadingZeroHelp(text))
        case .notFinite:
            report(
                .notFinite, "\(quoted(text)) is no number that JSON can hold", node, label: "write \"\(text)\" for the text")
        case .outOfRange:
            report(
                .numberOutOfRange, "\(quoted(text)) does not fit into 64 bits", node, label: "write \"\(text)\" for the text")
        }
        return nil
    }

    private func leadingZeroHelp(_ text: String) -> [String] {
        let sign = text.hasPrefix("-") ? "-" : ""
        let digits = text.drop { $0 == "-" || $0 == "+" }
        let decimal = digits.drop { $0 == "0" }
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return [] }
        var help = ["write \(sign)\(decimal.isEmpty ? "0" : String(decimal)) for the decimal number"]
        if sign.isEmpty, digits.allSatisfy({ $0 < "8" }), !decimal.isEmpty {
            help.append("write 0o\(decimal) for the octal number")
        }
        return help
    }
}
