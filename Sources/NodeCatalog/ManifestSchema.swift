import Values
import WorkflowModel

/// What the files of a `nodes/` folder may hold, as JSON Schema for editors (draft 07). Made from the keys that the reader takes.
public enum ManifestSchema {
    /// `nodes/<provider>/<operation>.yaml`
    public static let node: Value = {
        var definitions: ValueObject = [:]
        definitions.set("parameter", to: parameter)
        definitions.set("request", to: exchangedRequest)
        definitions.set("answer", to: answer)
        return object(
            ManifestGrammar.node, required: ["node", "title", "summary", "kind"],
            [
                "node": JSONSchema.text.described("The name, which is that of the folder and the file: `acme.send`."),
                "title": scalar, "summary": scalar, "beta": JSONSchema.flag,
                "kind": words(NodeManifest.Kind.self),
                "effect": JSONSchema.anyOf([
                    words(NodeEffect.self),
                    object(
                        ManifestGrammar.effect, required: ManifestGrammar.effect,
                        ["by": JSONSchema.text, "cases": JSONSchema.map(of: words(NodeEffect.self))]),
                ]).described("What it does to the world: `send` is never repeated blindly."),
                "runs": JSONSchema.words(["native", "via"]),
                "via": JSONSchema.map(
                    of: object(ManifestGrammar.route, required: ["uses"], ["uses": JSONSchema.text, "with": ["type": "object"]])),
                "credential": credential,
                "parameters": JSONSchema.anyOf([["const": "any"], JSONSchema.map(of: reference("parameter"))]),
                "checks": JSONSchema.list(
                    object(ManifestGrammar.check, required: ManifestGrammar.check, ["that": scalar, "message": scalar])),
                "request": object(
                    ManifestGrammar.request, required: ["method", "path"],
                    [
                        "method": JSONSchema.text, "path": scalar, "query": ["type": "object"], "headers": ["type": "object"],
                        "body": JSONSchema.anything, "form": ["type": "object"],
                    ]),
                "pages": object(
                    ManifestGrammar.pages, required: ["items", "last"],
                    ["while": scalar, "items": scalar, "last": scalar, "most": JSONSchema.integer]),
                "chunk": object(
                    ManifestGrammar.chunk, required: ManifestGrammar.chunk,
                    ["parameter": JSONSchema.text, "size": JSONSchema.integer.withMember("minimum", 1)]),
                "success_codes": JSONSchema.list(scalar), "done_already": scalar, "codes": codes,
                "outputs": JSONSchema.anyOf([
                    ["const": "parameters"],
                    JSONSchema.map(
                        of: object(
                            ManifestGrammar.output, required: ["type", "help"],
                            ["type": type, "value": JSONSchema.anything, "help": scalar])),
                ]),
                "event": JSONSchema.text, "on_unknown": UnknownPolicy.schema,
                "identify": OutcomeQuery.identificationSchema, "timeout": Duration.schema,
                "rate": object(
                    ManifestGrammar.rate, required: ManifestGrammar.rate, ["per_second": JSONSchema.integer, "cost": scalar]),
                "estimate": object(
                    ManifestGrammar.estimate, required: ["counting", "text", "recipients"],
                    [
                        "counting": words(SegmentCounting.Model.self), "text": scalar, "recipients": scalar, "language": scalar,
                    ]),
                "tests": JSONSchema.list(test),
            ]
        ).withMember("$schema", draft).withMember("title", "Ulak node").withMember("definitions", .object(definitions))
    }()

    /// `nodes/<provider>/provider.yaml`
    public static let provider = object(
        ManifestGrammar.provider, required: ["provider", "title", "summary", "base_url", "response"],
        [
            "provider": JSONSchema.text.described("The name, which is that of the folder."), "title": scalar, "summary": scalar,
            "base_url": scalar, "credential": credential, "allow_hosts": JSONSchema.list(scalar),
            "check": JSONSchema.text.described("The operation that tells whether a credential is good."),
            "response": object(
                ManifestGrammar.response, required: ManifestGrammar.response,
                ["success": scalar, "code": scalar, "message": scalar]),
            "codes": codes,
        ]
    ).withMember("$schema", draft).withMember("title", "Ulak provider")

    private static let draft: Value = "http://json-schema.org/draft-07/schema#"

    private static let type = JSONSchema.anyOf([JSONSchema.words(ParameterType.names), JSONSchema.text(#"^list\(.+\)$"#)])

    private static let parameter = object(
        ManifestGrammar.parameter, required: ["type", "help"],
        [
            "type": type, "required": JSONSchema.flag, "default": JSONSchema.anything,
            "allowed": JSONSchema.list(JSONSchema.anything), "min": JSONSchema.number, "max": JSONSchema.number,
            "min_length": JSONSchema.integer, "max_length": JSONSchema.integer, "future": words(FuturePrecision.self),
            "fields": JSONSchema.map(of: reference("parameter")), "repeats": words(RepeatRule.Action.self),
            "repeats_by": JSONSchema.text, "help": scalar, "example": JSONSchema.anything,
        ])

    private static let credential = JSONSchema.map(
        of: JSONSchema.anyOf([
            JSONSchema.flag,
            object(ManifestGrammar.credentialField, required: ["help"], ["help": scalar, "optional": JSONSchema.flag]),
        ]))

    private static let codes = JSONSchema.map(
        of: object(
            ManifestGrammar.code, required: ManifestGrammar.code,
            ["class": JSONSchema.words(CodeMeaning.kindNames), "meaning": scalar]))

    // MARK: Tests of a manifest

    private static let test = object(
        ManifestGrammar.test, required: ["name", "outcome"],
        [
            "name": scalar,
            "given": JSONSchema.map(
                of: object(
                    ManifestGrammar.given, required: ["uses"],
                    ["uses": JSONSchema.text, "with": ["type": "object"], "output": ["type": "object"]])),
            "resend": JSONSchema.flag, "query": JSONSchema.flag, "with": ["type": "object"],
            "credential": JSONSchema.map(of: scalar),
            "request": reference("request"), "answer": reference("answer"),
            "then": JSONSchema.list(
                object(
                    ManifestGrammar.exchange, required: ["answer"],
                    ["request": reference("request"), "answer": reference("answer")])),
            "outcome": object(
                ManifestGrammar.outcome,
                [
                    "succeeded": JSONSchema.anything,
                    "failed": object(
                        ManifestGrammar.failed, required: ManifestGrammar.failed,
                        ["code": scalar, "class": words(FailureClass.self)]),
                    "unknown": words(UnknownReason.Kind.self),
                ]
            ).withMember("minProperties", 1),
        ])

    private static let exchangedRequest = object(
        ManifestGrammar.testRequest,
        [
            "method": JSONSchema.text, "path": scalar, "query": JSONSchema.anything, "headers": JSONSchema.anything,
            "body": JSONSchema.anything,
        ])

    private static let answer = object(
        ManifestGrammar.answer, required: ["status"],
        [
            "status": JSONSchema.integer, "headers": JSONSchema.map(of: scalar), "body": JSONSchema.anything, "text": scalar,
        ])

    // MARK: Pieces

    /// Text, which may be written without quotes, whatever it then looks like.
    private static let scalar: Value = ["type": ["string", "number", "boolean"]]

    private static func words<Word: CaseIterable & RawRepresentable<String>>(_: Word.Type) -> Value {
        JSONSchema.words(Word.allCases.map(\.rawValue))
    }

    private static func reference(_ name: String) -> Value { ["$ref": .string("#/definitions/\(name)")] }

    private static func object(_ keys: [String], required: [String] = [], _ members: [String: Value]) -> Value {
        JSONSchema.object(exactly: keys, required: required, members)
    }
}
