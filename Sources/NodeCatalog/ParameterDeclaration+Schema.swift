import Values
import WorkflowModel

extension ParameterDeclaration {
    /// What may stand for the parameter in a file, as JSON Schema: its values, and expressions that are evaluated later.
    public var schema: Value {
        var schema = ParameterType.isPlain(type) ? limited(type) : JSONSchema.anyOf([limited(type), ParameterType.template])
        schema = schema.described(help)
        if let defaultValue { schema = schema.withMember("default", defaultValue) }
        if let example { schema = schema.withMember("examples", .list([example])) }
        return schema
    }

    /// The values of the type within the limits of the declaration.
    private func limited(_ type: ParameterType) -> Value {
        switch type {
        case .list(let element):
            let one = JSONSchema.anyOf([limited(element), ParameterType.template])
            var list = JSONSchema.list(one)
            if let minimumLength { list = list.withMember("minItems", .int(Int64(minimumLength))) }
            // Repeats are dropped before the elements are counted.
            if let maximumLength, repeats == nil { list = list.withMember("maxItems", .int(Int64(maximumLength))) }
            return JSONSchema.anyOf([list, limited(element)])
        case .map where !fields.isEmpty:
            return JSONSchema.object(
                fields.map { ($0.name, $0.schema) }, required: fields.filter(\.isRequired).map(\.name), isOpen: false)
        default:
            if !allowed.isEmpty { return ["enum": .list(allowed.flatMap(Self.spellings))] }
            var schema = type.schema
            if let minimum { schema = schema.withMember("minimum", .double(minimum)) }
            if let maximum { schema = schema.withMember("maximum", .double(maximum)) }
            if type.isText, let minimumLength, minimumLength > 0 { schema = schema.withMember("minLength", 1) }
            return schema
        }
    }

    /// A text that looks like a number needs no quotes.
    private static func spellings(_ value: Value) -> [Value] {
        if case .string(let text) = value, let number = Int64(text) { return [value, .int(number)] }
        return [value]
    }
}

extension ParameterType {
    /// A text with an expression in it.
    static let template = JSONSchema.text(#"\$\{\{"#)

    /// Whether every text may stand for the type, so that expressions need no mention.
    fileprivate static func isPlain(_ type: ParameterType) -> Bool { type == .any || type == .expression }

    /// The values of the type, without limits. Text may be written without quotes, whatever it then looks like.
    fileprivate var schema: Value {
        switch self {
        case .text, .phone, .expression: ["type": ["string", "number", "boolean"]]
        case .integer: JSONSchema.integer
        case .number: JSONSchema.number
        case .boolean: JSONSchema.flag
        case .duration: JSONSchema.text(Duration.pattern)
        case .timestamp: JSONSchema.text(#"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:\d{2})$"#)
        case .date: JSONSchema.text(#"^\d{4}-\d{2}-\d{2}$"#)
        case .url: JSONSchema.text("^[Hh][Tt][Tt][Pp][Ss]?://.")
        case .cron, .timezone: JSONSchema.text
        case .routePath: JSONSchema.text("^/")
        case .webhookAuth: WebhookAuthShape.schema
        case .fileAfter:
            JSONSchema.anyOf([
                ["const": "delete"], JSONSchema.object([("move_to", JSONSchema.text)], required: ["move_to"], isOpen: false),
            ])
        case .list(let element): JSONSchema.list(element.schema)
        case .map: ["type": "object"]
        case .any: JSONSchema.anything
        }
    }
}

extension WebhookAuthShape {
    /// `none`, or one method with its settings.
    fileprivate static var schema: Value {
        JSONSchema.anyOf(
            [["const": "none"]]
                + methods.map { method in
                    let settings = (method.required + method.optional).map { ($0, JSONSchema.text) }
                    return JSONSchema.object(
                        [(method.name, JSONSchema.object(settings, required: method.required, isOpen: false))],
                        required: [method.name], isOpen: false)
                })
    }
}

extension NodeManifest {
    /// What stands under `with:`.
    ///
    /// - Parameter isComplete: whether what is required must be there. Of a step with `via:`, each provider may bring its own.
    public func parameterSchema(isComplete: Bool) -> Value {
        guard let parameters else { return ["type": "object"] }
        return JSONSchema.object(
            parameters.map { ($0.name, $0.schema) }, required: isComplete ? parameters.filter(\.isRequired).map(\.name) : [],
            isOpen: false)
    }
}
