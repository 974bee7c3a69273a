import Diagnostics

/// The entries of a map whose keys are known beforehand. Reports keys that are not, and reads the values by type.
///
/// Every reading function gives nil for a key that is not there or is left empty; the `required` ones report that.
public struct YAMLFields: Sendable {
    public let mapping: YAMLMapping
    /// What messages call the map, such as "step `notify`".
    public let subject: String
    /// Where the reader looks for the map: its key, or its first line.
    public let location: SourceLocation

    /// - Parameter keys: the keys that are known; others are reported with the nearest one.
    public init?(
        _ node: YAMLNode, subject: String, at location: SourceLocation? = nil, keys: [String], reader: inout YAMLReader
    ) {
        guard let mapping = reader.mapping(node, subject) else { return nil }
        self.mapping = mapping
        self.subject = subject
        self.location = location ?? node.location
        for entry in mapping.entries where !keys.contains(entry.key) {
            let near = closestMatch(to: entry.key, in: keys)
            reader.diagnostics.append(
                Diagnostic(
                    StructureCode.unknownKey, "\(subject) has no key `\(entry.key)`", at: entry.keyLocation,
                    label: near.map { "did you mean `\($0)`?" },
                    help: near == nil ? ["the keys are " + keys.map { "`\($0)`" }.joined(separator: ", ")] : []))
        }
    }

    /// The value of a key, unless it is left empty.
    public subscript(key: String) -> YAMLNode? {
        guard let node = mapping[key], !node.isAbsent else { return nil }
        return node
    }

    public func entry(_ key: String) -> YAMLEntry? {
        self[key] == nil ? nil : mapping.entry(key)
    }

    /// The value of a key that must be there.
    public func required(_ key: String, label: String? = nil, help: [String] = [], reader: inout YAMLReader) -> YAMLNode? {
        if let node = self[key] { return node }
        if mapping[key]?.isRefused == true { return nil }
        reader.diagnostics.append(
            Diagnostic(StructureCode.missingKey, "\(subject) needs the key `\(key)`", at: location, label: label, help: help))
        return nil
    }

    public func text(_ key: String, reader: inout YAMLReader) -> String? {
        self[key].flatMap { reader.text($0, key) }
    }

    public func requiredText(_ key: String, label: String? = nil, help: [String] = [], reader: inout YAMLReader) -> String? {
        required(key, label: label, help: help, reader: &reader).flatMap { reader.text($0, key) }
    }

    public func integer(_ key: String, reader: inout YAMLReader) -> Int64? {
        self[key].flatMap { reader.integer($0, key) }
    }

    public func number(_ key: String, reader: inout YAMLReader) -> Double? {
        self[key].flatMap { reader.number($0, key) }
    }

    public func boolean(_ key: String, reader: inout YAMLReader) -> Bool? {
        self[key].flatMap { reader.boolean($0, key) }
    }

    /// One of the names of an enumeration.
    public func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ key: String, _ type: Choice.Type, reader: inout YAMLReader
    ) -> Choice? {
        guard let node = self[key], let text = reader.text(node, key) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        Self.reportNotAllowed(text, key, allowed: Choice.allCases.map(\.rawValue), at: node.location, reader: &reader)
        return nil
    }

    /// Reports that of two keys only one may be there.
    public func excludes(_ key: String, _ other: String, reader: inout YAMLReader) {
        guard let second = entry(other), let first = entry(key) else { return }
        reader.diagnostics.append(
            Diagnostic(
                StructureCode.excludedKey, "\(subject) has both `\(key)` and `\(other)`; only one of them can stand here",
                at: second.keyLocation, related: [.init(location: first.keyLocation, message: "the other one")]))
    }

    /// Reports a text that is none of the allowed ones.
    public static func reportNotAllowed(
        _ text: String, _ what: String, allowed: [String], at location: SourceLocation, reader: inout YAMLReader
    ) {
        let near = closestMatch(to: text, in: allowed)
        reader.diagnostics.append(
            Diagnostic(
                StructureCode.notAllowed, "`\(what)` cannot be `\(text)`", at: location,
                label: near.map { "did you mean `\($0)`?" } ?? "expected one of "
                    + allowed.map { "`\($0)`" }.joined(separator: ", ")))
    }
}
