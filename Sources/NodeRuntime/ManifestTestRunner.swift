import Expressions
import Logging
import NodeCatalog
import RunEngine
import Synchronization
import Values
import WorkflowModel

/// Runs the `tests:` of manifests through the same code that runs nodes, with a transport that answers what the test says.
public struct ManifestTestRunner: Sendable {
    let catalog: Catalog

    public init(catalog: Catalog) {
        self.catalog = catalog
    }

    /// What differs from what the test says, a line each; empty when it holds.
    public func differences(_ test: ManifestTest, of manifest: NodeManifest) async -> [String] {
        if test.isQuery, manifest.onUnknown.query == nil { return ["the node has no `query` under `on_unknown`"] }
        let transport = ScriptedTransport(answers: [test.answer].compactMap { $0 } + test.later.map(\.answer))
        let runner = CatalogNodeRunner(
            catalog: catalog,
            credentials: FixedCredential(
                credential: Credential(name: Self.credential, fields: test.credential.mapValues { Secret($0) })),
            transport: transport, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let problems = (test.given ?? []).flatMap { givenDifferences($0) }
        guard problems.isEmpty else { return problems }
        let outcome: NodeOutcome
        do throws(PlacedEvaluationError) {
            outcome = await runner.run(
                invocation(of: test, manifest, try test.scriptedParameters, hasCredential: !test.credential.isEmpty))
        } catch {
            return [error.failure.message]
        }
        return requestDifferences(test, transport.requests, manifest) + outcomeDifferences(test.expectation, outcome)
    }

    static let credential = CredentialName("test")

    func invocation(_ node: NodeName, _ parameters: Value, hasCredential: Bool) -> NodeInvocation {
        NodeInvocation(
            run: RunID("test"), workflow: WorkflowName("test"), step: StepID("test"), item: nil, attempt: 1,
            firstStartedAt: ManifestTest.now, now: ManifestTest.now, node: node, parameters: parameters,
            credential: hasCredential ? Self.credential : nil, timeout: .seconds(60))
    }

    /// The one that a test is about: the work, a repeat of it, or the question what became of it.
    func invocation(
        of test: ManifestTest, _ manifest: NodeManifest, _ parameters: Value, hasCredential: Bool
    ) -> NodeInvocation {
        var invocation = self.invocation(manifest.name, parameters, hasCredential: hasCredential)
        invocation.doubt = test.doubtSince.map { NodeInvocation.Doubt(since: $0, arose: $0) }
        invocation.query = test.isQuery ? manifest.onUnknown.query : nil
        return invocation
    }

    /// Whether a step that makes something could stand there at all, and could give out what the test says.
    private func givenDifferences(_ given: ManifestTest.Given) -> [String] {
        guard let manifest = catalog.node(given.node) else {
            return ["given `\(given.name)` uses the unknown node `\(given.node)`"]
        }
        guard case .declared(let outputs) = manifest.outputs else { return [] }
        return given.output.keys.filter { key in !outputs.contains { $0.name == key } }
            .map { "given `\(given.name)` has the output `\($0)`, which `\(given.node)` does not give" }
    }

    private func requestDifferences(_ test: ManifestTest, _ requests: [HTTPRequest], _ manifest: NodeManifest) -> [String] {
        let expected = test.answer == nil ? [] : [test.request] + test.later.map(\.request)
        guard requests.count == expected.count else {
            return ["\(requests.count) requests left, expected \(expected.count)"]
        }
        return zip(requests, expected).flatMap { request, expected in
            expected.map { differences(request, $0, manifest) } ?? []
        }
    }

    private func differences(_ request: HTTPRequest, _ expected: ManifestTest.Request, _ manifest: NodeManifest) -> [String] {
        var differences: [String] = []
        func compare(_ what: String, _ found: String, _ expected: String?) {
            if let expected, found != expected { differences.append("\(what) is \(found), expected \(expected)") }
        }
        let base = manifest.provider?.baseURL ?? ""
        let target = request.url.hasPrefix(base) ? String(request.url.dropFirst(base.count)) : request.url
        let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
        compare("the method", request.method, expected.method)
        compare("the path", parts.first ?? "", expected.path)
        if let query = expected.query?.objectValue {
            compare("the query", parts.count > 1 ? parts[1] : "", FormEncoding.encode(query))
        }
        for (name, value) in expected.headers?.objectValue ?? [:] {
            let found = request.headers.first { $0.name.lowercased() == name.lowercased() }?.value ?? "absent"
            compare("the header \(name)", found, value.plainText)
        }
        if let body = expected.body {
            let found = (try? JSONReader().read(request.body)) ?? .string(String(decoding: request.body, as: UTF8.self))
            if found != body { differences.append("the body is \(found.jsonText()), expected \(body.jsonText())") }
        }
        return differences
    }

    func outcomeDifferences(_ expectation: ManifestTest.Expectation, _ outcome: NodeOutcome) -> [String] {
        switch (expectation, outcome) {
        case (.succeeded(let expected), .succeeded(let found)):
            return expected == found ? [] : ["the output is \(found.jsonText()), expected \(expected.jsonText())"]
        case (.failed(let code, let failureClass), .failed(let failure)):
            return failure.code == code && failure.failureClass == failureClass
                ? []
                : [
                    "it failed with \(failure.code) (\(failure.failureClass.rawValue)), expected \(code) (\(failureClass.rawValue))"
                ]
        case (.unknown(let kind), .unknown(let reason)):
            return reason.kind == kind ? [] : ["it is unknown (\(reason.kind.rawValue)), expected \(kind.rawValue)"]
        default: return ["it \(Self.describe(outcome)), expected another outcome: \(Self.describe(expectation))"]
        }
    }

    static func describe(_ outcome: NodeOutcome) -> String {
        switch outcome {
        case .succeeded(let output): "succeeded with \(output.jsonText())"
        case .failed(let failure): "failed with \(failure.code) (\(failure.failureClass.rawValue)): \(failure.message)"
        case .unknown(let reason): "is unknown (\(reason.kind.rawValue)): \(reason.message)"
        case .snoozed(let until, _): "goes on at \(until)"
        }
    }

    private static func describe(_ expectation: ManifestTest.Expectation) -> String {
        switch expectation {
        case .succeeded(let output): "succeeded with \(output.jsonText())"
        case .failed(let code, let failureClass): "failed with \(code) (\(failureClass.rawValue))"
        case .unknown(let kind): "unknown (\(kind.rawValue))"
        }
    }
}

struct FixedCredential: CredentialSource {
    let credential: Credential

    func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? { credential }
}

private final class ScriptedTransport: HTTPTransport {
    private let answers: [ManifestTest.Answer]
    private let sent = Mutex<[HTTPRequest]>([])

    init(answers: [ManifestTest.Answer]) {
        self.answers = answers
    }

    var requests: [HTTPRequest] { sent.withLock { $0 } }

    func send(_ request: HTTPRequest, timeout: Duration) async -> Exchange {
        let place = sent.withLock { sent in
            sent.append(request)
            return sent.count - 1
        }
        guard place < answers.count else { return .notSent(message: "the test gives no answer") }
        let answer = answers[place]
        return .answered(
            HTTPResponse(
                status: answer.status, headers: answer.headers.map { ($0.key, $0.value) }, body: Array(answer.text.utf8)))
    }
}
