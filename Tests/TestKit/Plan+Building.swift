import Diagnostics
import Values
import WorkflowModel

extension Plan {
    /// A plan without a file, for tests of what comes after the compiler.
    public static func of(
        _ steps: [PlannedStep], onFailure: [PlannedStep] = [], name: String = "orders", vars: ValueObject = [:],
        triggers: [PlannedTrigger] = [], expires: Duration? = nil, hash: String = "hash-of-orders"
    ) -> Plan {
        Plan(
            workflow: WorkflowName(name), description: nil, hash: PlanHash(hash),
            source: PlanSource(path: "\(name).yaml", text: "name: \(name)\n", manifests: [:]), inputs: [], vars: vars,
            triggers: triggers, steps: steps, onFailure: onFailure, expires: expires, concurrency: nil)
    }
}

extension PlannedTrigger {
    /// A trigger that gives no values to inputs.
    public static func of(_ id: String, node: String, with parameters: ValueObject) -> PlannedTrigger {
        PlannedTrigger(
            id: TriggerID(id), node: NodeName(node), parameters: parameters, inputs: [], location: .nowhere)
    }
}

extension PlannedStep {
    /// A step with the defaults of the language, except for `retry`, which is never.
    public static func of(
        _ id: String, needs: [String] = [], node: String = "work", effect: NodeEffect = .idempotent, credential: String? = nil,
        with parameters: ValueTemplate = .literal([:]), when: DependencyRule = .allSucceeded,
        if condition: PlacedExpression? = nil,
        forEach: ForEach? = nil, onError: ErrorPolicy = .fail, retry: RetryPolicy = .never, unless: PlacedExpression? = nil,
        timeout: Duration = .seconds(30), onUnknown: UnknownPolicy = .hold, chunk: Chunk? = nil, through providers: [String] = []
    ) -> PlannedStep {
        PlannedStep(
            id: StepID(id), node: NodeName(node), effect: effect, credential: credential.map { CredentialName($0) },
            parameters: parameters, dependencies: needs.map { StepID($0) }, when: when, condition: condition, forEach: forEach,
            onError: onError, retry: retry, retryUnless: unless, timeout: timeout, onUnknown: onUnknown, chunk: chunk,
            alternatives: providers.map { provider in
                Alternative(
                    provider: provider, node: NodeName("\(node).\(provider)"), effect: effect,
                    credential: CredentialName(provider), parameters: parameters,
                    translate: { value throws(NodeFailure) in
                        guard var members = value.objectValue else { return value }
                        members.set("by", to: .string(provider))
                        return .object(members)
                    }, outputs: ["provider", "id", "segments"], timeout: timeout, onUnknown: onUnknown)
            }, location: .nowhere)
    }
}

extension SourceLocation {
    /// The place of something that was made by a test.
    public static let nowhere = SourceLocation(file: SourceFile(path: "test.yaml", text: ""), range: .empty)
}

extension Chunk {
    /// Cuts lists of integers.
    public static func plain(_ parameter: String, size: Int) -> Chunk {
        Chunk(parameter: parameter, size: size) { value throws(NodeFailure) in
            let elements = value.listValue ?? []
            guard elements.allSatisfy({ $0.intValue != nil }) else {
                throw NodeFailure(code: "parameter", class: .input, message: "`\(parameter)` holds something that is no integer")
            }
            return stride(from: 0, to: elements.count, by: size).map { start in
                .list(Array(elements[start..<min(start + size, elements.count)]))
            }
        }
    }
}
