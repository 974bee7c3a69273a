import RunEngine
import Values

/// The shapes that several answers of the API have, by name.
enum APISchemas {
    static let statuses = RunStatus.Name.allCases.map(\.rawValue)

    static let components: [(name: String, schema: Value)] = [
        (
            "Problem",
            Schema.object(
                [
                    ("type", Schema.text), ("title", Schema.text), ("status", Schema.integer), ("code", Schema.text),
                    ("detail", Schema.text),
                    (
                        "problems",
                        Schema.list(
                            Schema.object([("input", Schema.text), ("message", Schema.text)], required: ["message"]))
                    ),
                ], required: ["type", "title", "status", "code", "detail"])
        ),
        (
            "RunSummary",
            Schema.object(
                [
                    ("run", Schema.text), ("workflow", Schema.text), ("trigger", Schema.text),
                    ("status", Schema.words(statuses)), ("started_at", Schema.time), ("finished_at", Schema.time),
                    ("duration_ms", Schema.integer),
                ], required: ["run", "workflow", "status", "started_at"])
        ),
        (
            "Run",
            Schema.object(
                [
                    ("run", Schema.text), ("workflow", Schema.text), ("status", Schema.words(statuses)), ("due", Schema.time),
                    ("started_at", Schema.time), ("finished_at", Schema.time), ("duration_ms", Schema.integer),
                    ("cancel_requested", Schema.flag), ("error", Schema.reference("RunError")),
                    ("trigger", Schema.object([("id", Schema.text), ("node", Schema.text), ("data", Schema.anything)])),
                    ("inputs", Schema.object([])), ("plan", Schema.text), ("steps", Schema.list(Schema.reference("Step"))),
                ], required: ["run", "workflow", "status", "started_at", "trigger", "inputs", "plan", "steps"])
        ),
        (
            "RunError",
            Schema.object(
                [("step", Schema.text), ("code", Schema.text), ("class", Schema.text), ("message", Schema.text)],
                required: ["code", "class", "message"])
        ),
        (
            "Step",
            Schema.object(
                [
                    ("id", Schema.text), ("status", Schema.words(StepStatus.allCases.map(\.rawValue))), ("reason", Schema.text),
                    ("started_at", Schema.time), ("finished_at", Schema.time), ("duration_ms", Schema.integer),
                    ("output", Schema.anything), ("error", Schema.reference("RunError")),
                    ("attempts", Schema.list(Schema.object([("number", Schema.integer), ("outcome", Schema.text)]))),
                    ("items", Schema.list(Schema.object([("index", Schema.integer), ("status", Schema.text)]))),
                ], required: ["id", "status"])
        ),
        (
            "Workflow",
            Schema.object(
                [
                    ("name", Schema.text), ("description", Schema.text), ("file", Schema.text),
                    ("status", Schema.words(["active", "outdated", "broken"])), ("plan", Schema.text),
                    ("inputs", Schema.list(Schema.reference("Input"))), ("triggers", Schema.list(Schema.reference("Trigger"))),
                    ("steps", Schema.list(Schema.reference("PlannedStep"))),
                    ("on_failure", Schema.list(Schema.reference("PlannedStep"))),
                    ("diagnostics", Schema.list(Schema.reference("Diagnostic"))),
                ], required: ["name", "file", "status", "diagnostics"])
        ),
        (
            "PlannedStep",
            Schema.object(
                [("id", Schema.text), ("node", Schema.text), ("needs", Schema.list(Schema.text))],
                required: ["id", "node", "needs"])
        ),
        (
            "Input",
            Schema.object(
                [
                    ("name", Schema.text), ("type", Schema.text), ("required", Schema.flag), ("default", Schema.anything),
                    ("allowed", Schema.list(Schema.anything)), ("help", Schema.text),
                ], required: ["name", "type", "required"])
        ),
        (
            "Trigger",
            Schema.object(
                [
                    ("id", Schema.text), ("node", Schema.text), ("parameters", Schema.object([])), ("next_start", Schema.time),
                ], required: ["id", "node", "parameters"])
        ),
        (
            "Diagnostic",
            Schema.object(
                [
                    ("code", Schema.text), ("severity", Schema.words(["error", "warning"])), ("message", Schema.text),
                    ("file", Schema.text), ("line", Schema.integer), ("column", Schema.integer), ("label", Schema.text),
                ], required: ["code", "severity", "message"])
        ),
        (
            "Send",
            Schema.object(
                [
                    ("run", Schema.text), ("workflow", Schema.text), ("step", Schema.text), ("item", Schema.integer),
                    ("attempt", Schema.integer), ("node", Schema.text), ("provider", Schema.text), ("started_at", Schema.time),
                    ("state", Schema.words(SendEntry.State.allCases.map(\.rawValue))),
                ], required: ["run", "workflow", "step", "attempt", "node", "provider", "started_at", "state"])
        ),
        (
            "Node",
            Schema.object(
                [
                    ("node", Schema.text), ("title", Schema.text), ("summary", Schema.text),
                    ("kind", Schema.words(["action", "trigger"])), ("provider", Schema.text),
                    ("parameters", Schema.list(Schema.reference("Parameter"))),
                    (
                        "outputs",
                        Schema.list(Schema.object([("name", Schema.text), ("type", Schema.text), ("help", Schema.text)]))
                    ),
                    ("credential", Schema.list(Schema.object([("name", Schema.text), ("help", Schema.text)]))),
                ], required: ["node", "title", "summary", "kind"])
        ),
        (
            "Parameter",
            Schema.object(
                [
                    ("name", Schema.text), ("type", Schema.text), ("required", Schema.flag), ("default", Schema.anything),
                    ("allowed", Schema.list(Schema.anything)), ("help", Schema.text), ("example", Schema.anything),
                ], required: ["name", "type", "required", "help"])
        ),
        (
            "Event",
            Schema.object(
                [("sequence", Schema.integer), ("type", Schema.text), ("at", Schema.time), ("run", Schema.text)],
                required: ["sequence", "type", "at", "run"])
        ),
    ]
}
