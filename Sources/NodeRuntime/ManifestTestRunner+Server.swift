import Expressions
import Logging
import NodeCatalog
import RunEngine
import Values
import WorkflowModel

/// The tests of manifests once more, over real HTTP against a server that plays the provider.
///
/// Only a test that says what must be there (`given`, which may be empty) can hold on a server that was just started.
extension ManifestTestRunner {
    /// A server that plays a provider, and what lets a caller in.
    public struct Server: Sendable {
        public let baseURL: String
        public let credential: [String: String]
        public let transport: any HTTPTransport

        public init(baseURL: String, credential: [String: String], transport: any HTTPTransport) {
            self.baseURL = baseURL
            self.credential = credential
            self.transport = transport
        }
    }

    /// What the server does other than the test says, a line each; empty when it holds, nil where the test has no `given`.
    public func differences(_ test: ManifestTest, of manifest: NodeManifest, on server: Server) async -> [String]? {
        guard let steps = test.given else { return nil }
        let runner = CatalogNodeRunner(
            catalog: catalog,
            credentials: FixedCredential(
                credential: Credential(name: Self.credential, fields: server.credential.mapValues { Secret($0) })),
            transport: server.transport, baseURLs: [manifest.provider?.name ?? "": server.baseURL],
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        var given = ValueObject()
        do throws(PlacedEvaluationError) {
            for step in steps {
                let parameters = try step.parameters.evaluate(DictionaryActivation(["given": .object(given)] as [String: Value]))
                let outcome = await runner.run(
                    invocation(step.node, parameters, hasCredential: !server.credential.isEmpty))
                guard case .succeeded(let output) = outcome else {
                    return ["given `\(step.name)` \(Self.describe(outcome))"]
                }
                let wrong = step.output.filter { output.objectValue?[$0.key] != $0.value }
                guard wrong.isEmpty else {
                    return wrong.map { name, expected in
                        "given `\(step.name)` has the output `\(name)` \((output.objectValue?[name] ?? .null).jsonText()), expected "
                            + expected.jsonText()
                    }
                }
                given.set(step.name, to: output)
            }
            let parameters = try test.parameters.evaluate(DictionaryActivation(["given": .object(given)] as [String: Value]))
            let outcome = await runner.run(
                invocation(of: test, manifest, parameters, hasCredential: !server.credential.isEmpty))
            return outcomeDifferences(test.expectation, outcome)
        } catch {
            return [error.failure.message]
        }
    }
}
