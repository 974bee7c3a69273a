import Diagnostics
import Sandbox
import Values
import WorkflowLanguage
import YAMLSyntax

/// A file of faults for the sandbox, YAML or JSON, that a person names on the command line.
enum FaultFile {
    static func read(_ path: String) throws(FileFailure) -> FaultScript {
        let script = try value(of: path)
        do throws(FaultScriptError) {
            return try FaultScript(script)
        } catch {
            throw FileFailure("`\(path)` is no script of faults: \(error)")
        }
    }

    private static func value(of path: String) throws(FileFailure) -> Value {
        guard path.hasSuffix(".yaml") || path.hasSuffix(".yml") else { return try JSONFile.read(path) }
        let (document, problems) = YAMLLoader(noun: "file of faults").load(
            bytes: try WorkflowFile(path: path).read(), path: path)
        var reader = YAMLReader(diagnostics: problems)
        if let document, let value = reader.openValue(document.root), !reader.diagnostics.hasErrors { return value }
        throw FileFailure(
            diagnostic: reader.diagnostics.first { $0.severity == .error }
                ?? Diagnostic(WorkflowCode.unreadableFile, "cannot read `\(path)`", at: nil))
    }
}
