import Diagnostics

/// Reads a text as the YAML dialect of `docs/yaml.md`: one mapping, with a place for every node.
///
/// All mistakes that can be found in one go are reported together; one of syntax ends the file.
public struct YAMLLoader: Sendable {
    public var limits: YAMLLimits
    /// What a message calls the thing that a file describes, such as `workflow`.
    public var noun: String

    public init(limits: YAMLLimits = YAMLLimits(), noun: String = "workflow") {
        self.limits = limits
        self.noun = noun
    }

    public func load(_ text: String, path: String) -> (document: YAMLDocument?, diagnostics: [Diagnostic]) {
        load(bytes: Array(text.utf8), path: path)
    }

    /// The document is nil when nothing of it can be used. With a document there may still be errors; the nodes that were refused
    /// say so (`YAMLNode.isRefused`), and all others can be checked further.
    public func load(bytes: [UInt8], path: String) -> (document: YAMLDocument?, diagnostics: [Diagnostic]) {
        let (source, problems) = TextCheck.read(bytes, path: path, limit: limits.fileBytes)
        guard let source else { return (nil, problems) }
        var composer = Composer(source: source, limits: limits, noun: noun)
        let problem = parseYAMLEvents(Array(source.file.text.utf8)) { composer.visit($0) }
        if let problem {
            let translated = SyntaxMessage(problem, in: source, noun: noun).diagnostic()
            // What the tree's rules said about the very place gives way.
            let before = composer.diagnostics.filter { $0.location?.range.start != translated.location?.range.start }
            return (nil, (before + [translated]).inReadingOrder())
        }
        let root = composer.finish()
        let document = root.map { YAMLDocument(file: source.file, root: $0) }
        return (document, composer.diagnostics.inReadingOrder())
    }
}
