import NodeCatalog
import Values
import WorkflowModel

extension ConfigurationFile {
    /// What `ulak.yaml` may hold, as JSON Schema for editors (draft 07). Made from the settings themselves.
    public static let schema = schema(Setting.all, depth: 0)
        .withMember("$schema", "http://json-schema.org/draft-07/schema#").withMember("title", "Ulak configuration")

    private static func schema(_ settings: [Setting], depth: Int) -> Value {
        var keys: [String] = []
        for setting in settings where !keys.contains(setting.path[depth]) { keys.append(setting.path[depth]) }
        let members = keys.map { key -> (String, Value) in
            let below = settings.filter { $0.path[depth] == key }
            if let setting = below.first, setting.path.count == depth + 1 { return (key, setting.schema) }
            return (key, schema(below, depth: depth + 1))
        }
        return JSONSchema.object(members, isOpen: false)
    }
}

extension Setting {
    fileprivate var schema: Value {
        let value: Value =
            switch kind {
            case .text: ["type": ["string", "number", "boolean"]]
            case .integer(let range): JSONSchema.integer(range)
            case .duration: Duration.schema
            case .size: ["type": ["string", "integer"], "pattern": #"^\d+ *([KMGT]i?)?B?$"#]
            case .choice(let words): JSONSchema.words(words)
            case .list: JSONSchema.list(["type": ["string", "number", "boolean"], "pattern": "^[^,]*$"])
            case .url: JSONSchema.text("^https?://")
            }
        return value.described("The same as \(variable), which overrides it.")
    }
}
