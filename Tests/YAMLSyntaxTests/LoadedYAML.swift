import Diagnostics
import Testing
import Values
import YAMLSyntax

/// What a text gives: rendered findings and, when it can be used, its open data.
struct LoadedYAML {
    let document: YAMLDocument?
    let loading: [Diagnostic]
    /// The findings of loading and of reading the whole root as open data.
    let diagnostics: [Diagnostic]
    let value: Value?

    init(_ text: String, limits: YAMLLimits = YAMLLimits()) {
        let (document, loading) = YAMLLoader(limits: limits).load(text, path: "w.yaml")
        self.document = document
        self.loading = loading
        var reader = YAMLReader(diagnostics: loading)
        value = document.flatMap { reader.openValue($0.root) }
        diagnostics = reader.diagnostics
    }

    var codes: [String] { diagnostics.inReadingOrder().map(\.code) }
    var rendered: String { DiagnosticRenderer(format: .text).render(diagnostics) }
    /// The messages without places.
    var messages: [String] { diagnostics.inReadingOrder().map { "\($0.severity.rawValue): \($0.message)" } }
}

/// The stretch of a file that a range covers.
func slice(_ range: SourceRange, of file: SourceFile) -> String {
    let scalars = Array(file.text.unicodeScalars)
    return String(String.UnicodeScalarView(scalars[range.start.offset..<range.end.offset]))
}
