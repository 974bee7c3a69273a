import NodeCatalog
import Values
import WorkflowModel

/// What a workflow file may hold, as JSON Schema for editors (draft 07, which they know best). Made from the keys that the parser
/// takes and the manifests that steps are held against.
///
/// It says less than `ulak validate`: what expressions mean and how steps hang together is beyond a schema.
public struct WorkflowSchema {
    private let catalog: Catalog

    public init(catalog: Catalog) {
        self.catalog = catalog
    }

    public var json: Value {
        let manifests = catalog.names.compactMap { catalog.node($0) }
        let triggers = manifests.filter { $0.kind == .trigger }, actions = manifests.filter { $0.kind == .action }
        var definitions: ValueObject = [:]
        for manifest in manifests {
            definitions.set("with \(manifest.name)", to: manifest.parameterSchema(isComplete: manifest.viaRules == nil))
        }
        definitions.set("input", to: Self.input)
        definitions.set("retry", to: Self.retry)
        definitions.set("trigger", to: trigger(triggers))
        definitions.set("step", to: step(actions))
        let steps = JSONSchema.map(of: Self.reference("step"), keys: Self.identifier)
        let root = Self.object(
            WorkflowGrammar.workflow, required: ["steps"],
            [
                "name": JSONSchema.text("^[a-z0-9_-]{1,64}$").described("The name; else that of the file."),
                "description": Self.scalar.described("What the workflow is for, in a sentence."),
                "inputs": JSONSchema.map(of: Self.reference("input"), keys: Self.identifier)
                    .described("What a run is given: a name and a type for each."),
                "vars": JSONSchema.map(of: JSONSchema.anything).described("Constants, which expressions see as `vars`."),
                "triggers": JSONSchema.map(of: Self.reference("trigger"), keys: Self.identifier)
                    .described("Why a run starts, beside being started by hand."),
                "expires": Duration.schema.described("No send starts later than this after the trigger."),
                "concurrency": Self.object(
                    WorkflowGrammar.concurrency,
                    [
                        "key": Self.scalar.described("An expression; runs with the same key are one group."),
                        "limit": JSONSchema.integer(WorkflowGrammar.runsAtOnce),
                        "on_limit": Self.words(ConcurrencyPolicy.OnLimit.self),
                    ]
                ).described("How many runs may be open at once."),
                "defaults": Self.object(
                    WorkflowGrammar.defaults,
                    [
                        "credential": Self.credential, "retry": Self.reference("retry"), "timeout": Duration.schema,
                        "expires": Duration.schema,
                    ]
                ).described("What holds for every step that says nothing else."),
                "steps": steps.withMember("minProperties", 1)
                    .described("What is done. A step begins when those that it needs or mentions have ended."),
                "on_failure": steps.described("Steps that run once when the run has failed."),
            ])
        return root.withMember("$schema", "http://json-schema.org/draft-07/schema#").withMember("title", "Ulak workflow")
            .withMember("definitions", .object(definitions))
    }

    // MARK: Parts

    private func trigger(_ manifests: [NodeManifest]) -> Value {
        withRules(
            Self.object(
                WorkflowGrammar.trigger, required: ["uses"],
                [
                    "uses": Self.uses(manifests), "with": ["type": "object"],
                    "inputs": JSONSchema.map(of: JSONSchema.anything).described("What the inputs get from the event."),
                ]), manifests)
    }

    private func step(_ manifests: [NodeManifest]) -> Value {
        let alternative = JSONSchema.object(
            [("provider", JSONSchema.text), ("credential", Self.credential)], required: ["provider"])
        let through = JSONSchema.anyOf([JSONSchema.text, alternative])
        return withRules(
            Self.object(
                WorkflowGrammar.step, required: ["uses"],
                [
                    "uses": Self.uses(manifests), "with": ["type": "object"],
                    "via": JSONSchema.anyOf([JSONSchema.text, JSONSchema.list(through).withMember("minItems", 1)])
                        .described("The providers to go through, in their order."),
                    "credential": Self.credential,
                    "needs": JSONSchema.anyOf([Self.scalar, JSONSchema.list(Self.scalar)])
                        .described("Steps that must have ended, beside those that expressions mention."),
                    "when": Self.words(DependencyRule.self).described("Which results of those steps let this one go."),
                    "if": Self.scalar.described("A condition; when it is false the step is skipped."),
                    "for_each": Self.scalar.described("An expression that gives a list; the step runs for each `item`."),
                    "concurrency": JSONSchema.integer(WorkflowGrammar.itemsAtOnce).described("How many items at once."),
                    "batch": JSONSchema.integer(WorkflowGrammar.batch).described("How many elements are `items` together."),
                    "on_error": Self.words(ErrorPolicy.self).described("What a failure does to the run."),
                    "retry": Self.reference("retry"),
                    "timeout": Duration.schema.described("For each attempt."),
                    "on_unknown": UnknownPolicy.schema.described("What to do when nobody knows whether it was sent."),
                ]), manifests)
    }

    /// Holds what stands under `with:` against the node that `uses:` names.
    private func withRules(_ schema: Value, _ manifests: [NodeManifest]) -> Value {
        let rules = manifests.map { manifest -> Value in
            let with = Self.reference("with \(manifest.name)")
            let needsParameters = manifest.viaRules == nil && manifest.parameters?.contains(where: \.isRequired) == true
            return [
                "if": JSONSchema.object([("uses", ["const": .string(manifest.name.rawValue)])], required: ["uses"]),
                "then": JSONSchema.object([("with", with)], required: needsParameters ? ["with"] : []),
            ]
        }
        return schema.withMember("allOf", .list(rules))
    }

    private static func uses(_ manifests: [NodeManifest]) -> Value {
        JSONSchema.words(manifests.map(\.name.rawValue)).described("The node.")
    }

    private static let input = JSONSchema.anyOf([
        inputType,
        object(
            WorkflowGrammar.input, required: ["type"],
            [
                "type": inputType, "required": JSONSchema.flag, "default": JSONSchema.anything,
                "allowed": JSONSchema.list(JSONSchema.anything), "help": scalar,
            ]),
    ])

    private static let inputType = JSONSchema.anyOf([
        JSONSchema.words(InputType.names), JSONSchema.text(#"^list\(.+\)$"#),
    ])

    private static let retry = object(
        WorkflowGrammar.retry,
        [
            "attempts": JSONSchema.integer(WorkflowGrammar.attempts).described("The first one counts too."),
            "delay": Duration.schema, "max_delay": Duration.schema, "jitter": words(RetryPolicy.Jitter.self),
            "factor": JSONSchema.number.withMember("minimum", .double(WorkflowGrammar.factor.lowerBound))
                .withMember("maximum", .double(WorkflowGrammar.factor.upperBound)),
            "for": Duration.schema.described("The time that all attempts together may take."),
            "on": JSONSchema.anyOf([words(FailureClass.self), JSONSchema.list(words(FailureClass.self))])
                .described("Classes of failures that are tried again."),
            "unless": scalar.described("A condition that ends the attempts."),
        ]
    ).described("How often and when a failed attempt is tried again.")

    private static let credential = JSONSchema.text(#"^(?!.*\$\{\{)"#).described("The name of the credential.")

    /// The name of an input, a trigger or a step.
    private static let identifier = "^[A-Za-z_][A-Za-z0-9_]{0,63}$"

    /// Text, which may be written without quotes, whatever it then looks like.
    private static let scalar: Value = ["type": ["string", "number", "boolean"]]

    private static func words<Word: CaseIterable & RawRepresentable<String>>(_: Word.Type) -> Value {
        JSONSchema.words(Word.allCases.map(\.rawValue))
    }

    private static func reference(_ name: String) -> Value {
        ["$ref": .string("#/definitions/\(name.percentEncoded)")]
    }

    private static func object(_ keys: [String], required: [String] = [], _ members: [String: Value]) -> Value {
        JSONSchema.object(exactly: keys, required: required, members)
    }
}
