import Diagnostics
import Foundation
import Values
import YAMLSyntax

/// `ulak.yaml`: what is the same for every command in a folder.
///
/// Each key stands for one variable of the environment, which overrides it, as a flag of a command overrides both. So a setting has
/// one meaning, whichever way it comes.
public struct ConfigurationFile: Sendable {
    public static let name = "ulak.yaml"

    /// The settings as variables.
    public let variables: [String: String]
    public let diagnostics: [Diagnostic]

    /// Reads the file of a folder; without a file there are no settings.
    public init(folder: String = ".") {
        let path = folder == "." ? Self.name : "\(folder)/\(Self.name)"
        guard let data = FileManager.default.contents(atPath: path) else {
            self.init(variables: [:], diagnostics: [])
            return
        }
        self.init(bytes: [UInt8](data), path: path)
    }

    public init(bytes: [UInt8], path: String) {
        let (document, problems) = YAMLLoader(noun: "configuration").load(bytes: bytes, path: path)
        var reader = YAMLReader(diagnostics: problems)
        var variables: [String: String] = [:]
        if let document { Self.read(document.root, Setting.all, at: [], &variables, &reader) }
        self.init(variables: reader.diagnostics.hasErrors ? [:] : variables, diagnostics: reader.diagnostics)
    }

    private init(variables: [String: String], diagnostics: [Diagnostic]) {
        self.variables = variables
        self.diagnostics = diagnostics
    }

    /// The environment with the settings of the file where it says nothing itself.
    public func completing(_ environment: [String: String]) -> [String: String] {
        environment.merging(variables) { own, _ in own }
    }

    private static func read(
        _ node: YAMLNode, _ settings: [Setting], at path: [String], _ variables: inout [String: String],
        _ reader: inout YAMLReader
    ) {
        let here = settings.filter { Array($0.path.prefix(path.count)) == path && $0.path.count > path.count }
        var keys: [String] = []
        for setting in here where !keys.contains(setting.path[path.count]) { keys.append(setting.path[path.count]) }
        let subject = path.isEmpty ? "the configuration" : "`\(path.joined(separator: "."))`"
        guard let fields = YAMLFields(node, subject: subject, keys: keys, reader: &reader) else { return }
        for key in keys {
            guard let value = fields[key] else { continue }
            if let setting = here.first(where: { $0.path == path + [key] }) {
                variables[setting.variable] = setting.text(of: value, &reader)
            } else {
                read(value, settings, at: path + [key], &variables, &reader)
            }
        }
    }
}
