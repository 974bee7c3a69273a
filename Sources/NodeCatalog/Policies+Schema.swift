import Values
import WorkflowModel

extension Duration {
    /// What `init(text:)` reads, as a pattern.
    static let pattern = #"^(\d+(\.\d+)?(ms|s|m|h|d))+$"#

    /// A duration as files write it.
    public static let schema = JSONSchema.text(pattern)
}

extension UnknownPolicy {
    /// The policy as files write it.
    public static let schema = JSONSchema.anyOf([
        JSONSchema.words(["hold", "fail"]),
        JSONSchema.object(
            exactly: ManifestGrammar.unknownPolicy,
            [
                "resend_identical": JSONSchema.object(
                    exactly: ManifestGrammar.resending, required: ["within"],
                    ["within": Duration.schema, "attempts": JSONSchema.integer(ManifestGrammar.resends)]),
                "query": OutcomeQuery.schema(
                    ManifestGrammar.question + ManifestGrammar.schedule,
                    [
                        "delay": Duration.schema, "within": Duration.schema,
                        "attempts": JSONSchema.integer(ManifestGrammar.askings),
                    ]),
            ]
        ).withMember("minProperties", 1),
    ])
}

extension OutcomeQuery {
    /// What is asked once, of a manifest.
    static let identificationSchema = schema(ManifestGrammar.identification, [:])

    fileprivate static func schema(_ keys: [String], _ more: [String: Value]) -> Value {
        let expression: Value = ["type": ["string", "boolean"]]
        let members: [String: Value] = [
            "uses": JSONSchema.text.described("A node that reads."), "with": ["type": "object"],
            "each": JSONSchema.object(
                exactly: ManifestGrammar.inspection, required: ["of", "uses", "match"],
                [
                    "of": JSONSchema.text, "most": JSONSchema.integer(ManifestGrammar.candidates), "uses": JSONSchema.text,
                    "with": ["type": "object"], "match": expression,
                ]),
            "sent": expression.described("Whether the answer proves that it was sent."),
            "not_sent": expression.described("Whether the answer proves that it was not."),
            "not_sent_after": Duration.schema, "output": JSONSchema.anything,
        ].merging(more) { $1 }
        return JSONSchema.object(
            exactly: keys, required: ["uses", "sent"], members.filter { keys.contains($0.key) })
    }
}
