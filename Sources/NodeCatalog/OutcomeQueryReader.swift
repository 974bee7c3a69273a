import Diagnostics
import Expressions
import Values
import WorkflowModel
import YAMLSyntax

/// Reads how the other side is asked what became of a send: `query:` under `on_unknown`, and `identify:` of a manifest.
public struct OutcomeQueryReader {
    /// The type of `params`.
    private let parameters: ExpressionType
    private let limits: ExpressionLimits

    /// For a step that uses the node.
    public init(of manifest: NodeManifest) {
        parameters = ManifestEnvironment.type(of: manifest.parameters)
        limits = .standard
    }

    init(_ environment: ManifestEnvironment) {
        parameters = ManifestEnvironment.type(of: environment.parameters)
        limits = .manifest
    }

    /// `{ uses: ..., with: { ... }, sent: ..., not_sent: ..., delay: 10s, within: 10m, attempts: 5 }`
    public func policy(_ node: YAMLNode, reader: inout YAMLReader) -> UnknownPolicy? {
        guard
            let fields = YAMLFields(
                node, subject: "`query`", keys: ManifestGrammar.question + ManifestGrammar.schedule, reader: &reader),
            let query = self.query(fields, reader: &reader), let schedule = self.schedule(fields, reader: &reader)
        else { return nil }
        guard query.notSent == nil || query.notSentAfter < schedule.within else {
            let place = fields["not_sent_after"] ?? fields["within"] ?? node
            reader.diagnostics.append(
                Diagnostic(
                    NodeCode.unusableQuestion,
                    "`not_sent` is believed after \(query.notSentAfter.text), but nobody is asked later than \(schedule.within.text)",
                    at: place.location, label: "write a `not_sent_after` that is shorter than `within`"))
            return nil
        }
        return .query(query, schedule)
    }

    /// The same without a schedule, for what is asked once.
    func identification(_ node: YAMLNode, reader: inout YAMLReader) -> OutcomeQuery? {
        guard let fields = YAMLFields(node, subject: "`identify`", keys: ManifestGrammar.identification, reader: &reader) else {
            return nil
        }
        _ = fields.required("output", reader: &reader)
        return query(fields, reader: &reader)
    }

    private func query(_ fields: YAMLFields, reader: inout YAMLReader) -> OutcomeQuery? {
        let before = reader.diagnostics.count
        let inspection = fields.entry("each").flatMap { self.inspection($0, reader: &reader) }
        var variables = asked + [("output", ExpressionType.dyn)]
        if fields["each"] != nil { variables.append(("matches", .list(.dyn))) }
        let answers = templates(variables)
        let question = self.question(fields, templates(asked), reader: &reader)
        let sent = fields.required("sent", reader: &reader).flatMap { reader.scalar($0, "sent") }
            .flatMap { answers.condition($0, reader: &reader) }
        let notSent = fields["not_sent"].flatMap { reader.scalar($0, "not_sent") }.flatMap {
            answers.condition($0, reader: &reader)
        }
        let notSentAfter = fields.duration("not_sent_after", reader: &reader)
        if notSentAfter != nil, fields["not_sent"] == nil, let node = fields["not_sent_after"] {
            reader.diagnostics.append(
                Diagnostic(
                    NodeCode.unusableQuestion, "`not_sent_after` has no meaning without `not_sent`", at: node.location,
                    label: "add `not_sent`, or take it out"))
        }
        let output = fields["output"].flatMap { answers.template($0, reader: &reader) }
        guard let question, let sent, !reader.diagnostics.dropFirst(before).contains(where: { $0.severity == .error }) else {
            return nil
        }
        return OutcomeQuery(
            question: question, inspection: inspection, sent: sent, notSent: notSent,
            notSentAfter: notSentAfter ?? .seconds(120), output: output, location: fields.location)
    }

    /// `each: { of: output.orders, most: 10, uses: ..., with: { id: "${{ candidate.id }}" }, match: answer.to == params.to }`
    private func inspection(_ entry: YAMLEntry, reader: inout YAMLReader) -> OutcomeQuery.Inspection? {
        guard
            let fields = YAMLFields(
                entry.value, subject: "`each`", at: entry.keyLocation, keys: ManifestGrammar.inspection,
                reader: &reader)
        else { return nil }
        let seen = asked + [("output", ExpressionType.dyn)], one = seen + [("candidate", .dyn)]
        let candidates = fields.required("of", reader: &reader).flatMap { reader.scalar($0, "of") }
            .flatMap { templates(seen).expression($0, reader: &reader) }
        let question = self.question(fields, templates(one), reader: &reader)
        let match = fields.required("match", reader: &reader).flatMap { reader.scalar($0, "match") }
            .flatMap { templates(one + [("answer", .dyn)]).condition($0, reader: &reader) }
        let most = fields.integer("most", reader: &reader) ?? 10
        guard ManifestGrammar.candidates.contains(most) else {
            if let node = fields["most"] { reader.wrongType(node, "most", expected: "1 to 100") }
            return nil
        }
        guard let candidates, let question, let match else { return nil }
        return OutcomeQuery.Inspection(candidates: candidates, most: Int(most), question: question, match: match)
    }

    private func question(
        _ fields: YAMLFields, _ templates: TemplateReader, reader: inout YAMLReader
    ) -> OutcomeQuery.Question? {
        guard let uses = fields.requiredText("uses", reader: &reader) else { return nil }
        var with = ValueTemplate.literal([:])
        if let node = fields["with"] {
            guard let template = templates.template(node, reader: &reader) else { return nil }
            with = template
        }
        return OutcomeQuery.Question(
            node: NodeName(uses), parameters: with, location: fields["uses"]?.location ?? fields.location)
    }

    private func schedule(_ fields: YAMLFields, reader: inout YAMLReader) -> QuerySchedule? {
        var schedule = QuerySchedule()
        if let delay = fields.duration("delay", reader: &reader) { schedule.delay = delay }
        if let within = fields.duration("within", reader: &reader) { schedule.within = within }
        if let attempts = fields.integer("attempts", reader: &reader) {
            guard ManifestGrammar.askings.contains(attempts) else {
                if let node = fields["attempts"] { reader.wrongType(node, "attempts", expected: "1 to 20") }
                return nil
            }
            schedule.attempts = Int(attempts)
        }
        return schedule
    }

    private var asked: [(String, ExpressionType)] {
        [("params", parameters), ("since", .timestamp), ("now", .timestamp)]
    }

    private func templates(_ variables: [(String, ExpressionType)]) -> TemplateReader {
        TemplateReader(ExpressionEnvironment(variables: variables, limits: limits))
    }
}
