import Expressions
import NodeCatalog
import NodeRuntime
import RunEngine
import SMSText
import Values
import WorkflowModel

/// What a run would do, as far as that is known beforehand: nothing is sent, no secret is read.
struct DryRun {
    let plan: Plan
    let project: Project
    let trigger: RunTrigger
    let inputs: ValueObject

    /// One step as it would go.
    struct Preview {
        let step: PlannedStep
        /// Nil: it depends on what earlier steps give.
        let isTaken: Bool?
        let itemCount: Int?
        /// Values where they are known, else the expressions as written.
        let parameters: Value
        /// Why the parameters would be refused.
        let problem: String?
        let request: RequestPreview?
        let segments: Int?
        let recipients: Int?
    }

    private var known: [String: ExpressionValue] {
        var variables: [String: ExpressionValue] = [
            "trigger": ExpressionValue(trigger.data), "inputs": ExpressionValue(.object(inputs)),
            "vars": ExpressionValue(.object(plan.vars)),
            "run": ExpressionValue(["id": "dry-run", "workflow": .string(plan.workflow.rawValue)]),
        ]
        let time = Timestamp.now
        if let now = TimestampValue(seconds: time.microseconds / 1_000_000) { variables["now"] = .timestamp(now) }
        return variables
    }

    func previews() -> [Preview] {
        plan.steps.flatMap(\.routes).map(preview)
    }

    private func preview(_ step: PlannedStep) -> Preview {
        var variables = known
        var itemCount: Int?
        if let forEach = step.forEach,
            let list = try? forEach.list.evaluate(DictionaryActivation(variables)).json().listValue
        {
            let batches = forEach.batch.map { (list.count + $0 - 1) / $0 } ?? list.count
            itemCount = batches
            if let first = list.first {
                if let size = forEach.batch {
                    variables["items"] = ExpressionValue(.list(Array(list.prefix(size))))
                } else {
                    variables["item"] = ExpressionValue(first)
                }
                variables["index"] = ExpressionValue(0)
            }
        }
        let activation = DictionaryActivation(variables)
        let isTaken: Bool? =
            if let condition = step.condition { (try? condition.evaluate(activation))?.isTrue } else { true }
        var (parameters, isComplete) = Self.values(step.parameters, activation)
        var problem: String?
        var requestCount: Int?
        if isComplete, let chunk = step.chunk, let list = parameters.objectValue?[chunk.parameter],
            let chunks = try? chunk.split(list), chunks.count > 1, var members = parameters.objectValue
        {
            requestCount = chunks.count
            members.set(chunk.parameter, to: chunks[0])
            parameters = .object(members)
        }
        if isComplete, let translate = step.route?.translate {
            do throws(NodeFailure) {
                parameters = try translate(parameters)
            } catch {
                problem = error.message
                isComplete = false
            }
        }
        var request: RequestPreview?
        var counted: (segments: Int, recipients: Int)?
        if let manifest = project.catalog.node(step.node), isComplete, let members = parameters.objectValue {
            do throws(ParameterProblems) {
                request = try RequestPreview.preview(
                    manifest, parameters: members, baseURL: project.baseURLs[manifest.provider?.name ?? ""], at: .now)
                counted = manifest.segments(in: members).map { ($0.segments, $0.recipients) }
            } catch {
                problem = error.message
            }
        }
        return Preview(
            step: step, isTaken: isTaken, itemCount: itemCount ?? requestCount, parameters: parameters, problem: problem,
            request: request,
            segments: counted?.segments, recipients: counted?.recipients)
    }

    /// The values of a template, with the source of what is not known yet.
    private static func values(_ template: ValueTemplate, _ activation: DictionaryActivation) -> (Value, isComplete: Bool) {
        switch template {
        case .literal(let value): return (value, true)
        case .template(let placed):
            if let value = try? placed.evaluate(activation) { return (value, true) }
            return (.string(placed.source), false)
        case .list(let elements):
            let parts = elements.map { values($0, activation) }
            return (.list(parts.map(\.0)), parts.allSatisfy(\.isComplete))
        case .object(let members):
            let parts = members.map { ($0.key, values($0.value, activation)) }
            return (.object(ValueObject(parts.map { ($0.0, $0.1.0) })), parts.allSatisfy(\.1.isComplete))
        }
    }

    // MARK: Text

    func text() -> String {
        let palette = Palette(isOn: Terminal.output.hasColor)
        var text = palette.strong("\(plan.workflow)") + "  dry run, nothing is sent\n"
        for preview in previews() {
            let step = preview.step
            text += "\n\(palette.strong(step.id.rawValue))  \(step.node)\(notes(preview))\n"
            if let problem = preview.problem { text += "  " + palette.bad("would be refused: \(problem)") + "\n" }
            if let request = preview.request {
                text += "  \(request.method) \(request.url)\n"
                if let body = request.body { text += indented(body) }
            } else {
                text += indented(preview.parameters)
            }
            if let segments = preview.segments, let recipients = preview.recipients {
                let count = segments * recipients * (preview.itemCount ?? 1)
                text +=
                    "  "
                    + palette.faint(
                        "\(segments) SMS each, \(recipients) recipient\(recipients == 1 ? "" : "s")"
                            + (preview.itemCount.map { ", \($0) items" } ?? "")
                            + ": about \(count) credit\(count == 1 ? "" : "s")") + "\n"
            }
        }
        return text
    }

    private func notes(_ preview: Preview) -> String {
        let step = preview.step
        var notes: [String] = []
        if !step.dependencies.isEmpty { notes.append("after " + step.dependencies.map(\.rawValue).joined(separator: ", ")) }
        if step.when != .allSucceeded { notes.append("when \(step.when.rawValue)") }
        if let route = step.route { notes.append("through \(route.provider)") }
        if step.forEach == nil, let count = preview.itemCount { notes.append("in \(count) requests, the first shown") }
        if let condition = step.condition {
            let known = preview.isTaken.map { $0 ? "true now" : "false now" } ?? "known when the run gets there"
            notes.append("if \(condition.expression.source.split(separator: "\n").joined(separator: " ")) (\(known))")
        }
        if step.forEach != nil { notes.append(preview.itemCount.map { "for each of \($0), the first shown" } ?? "for each") }
        return notes.isEmpty ? "" : "  (" + notes.joined(separator: "; ") + ")"
    }

    private func indented(_ value: Value) -> String {
        value.jsonText(.indented).split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)\n" }.joined()
    }

    // MARK: JSON

    func json() -> Value {
        let steps = previews().map { preview -> Value in
            var object: ValueObject = [
                "id": .string(preview.step.id.rawValue), "node": .string(preview.step.node.rawValue),
                "after": .list(preview.step.dependencies.map { .string($0.rawValue) }),
                "when": .string(preview.step.when.rawValue), "parameters": preview.parameters,
            ]
            if let route = preview.step.route { object.set("through", to: .string(route.provider)) }
            if let isTaken = preview.isTaken { object.set("if", to: .bool(isTaken)) }
            if let count = preview.itemCount { object.set("items", to: .int(Int64(count))) }
            if let problem = preview.problem { object.set("problem", to: .string(problem)) }
            if let request = preview.request {
                object.set(
                    "request",
                    to: ["method": .string(request.method), "url": .string(request.url), "body": request.body ?? .null])
            }
            if let segments = preview.segments { object.set("segments", to: .int(Int64(segments))) }
            if let recipients = preview.recipients { object.set("recipients", to: .int(Int64(recipients))) }
            return .object(object)
        }
        return [
            "workflow": .string(plan.workflow.rawValue), "plan": .string(plan.hash.rawValue), "inputs": .object(inputs),
            "trigger": trigger.data, "steps": .list(steps),
        ]
    }
}
