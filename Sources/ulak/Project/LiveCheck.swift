import Logging
import NodeCatalog
import NodeRuntime
import RunEngine
import Values
import WorkflowModel

/// Asks providers whether credentials are good, by the operation that their manifest names for it. Only operations that read are called.
struct LiveCheck {
    let project: Project
    let credentials: any CredentialSource

    struct Answer {
        let isGood: Bool
        let text: String
    }

    /// Nil where no type of the credential has such an operation.
    func check(_ name: CredentialName, types: [String]) async -> Answer? {
        for type in types {
            guard let node = project.catalog.provider(type).manifest?.check, let manifest = project.catalog.node(node),
                case .fixed(.read) = manifest.effect
            else { continue }
            return Self.answer(await outcome(of: manifest, name), type)
        }
        return nil
    }

    private func outcome(of manifest: NodeManifest, _ name: CredentialName) async -> NodeOutcome {
        let transport = HTTPClientTransport()
        let runner = CatalogNodeRunner(
            catalog: project.catalog, credentials: credentials, transport: transport, baseURLs: project.baseURLs,
            logger: Logger(label: "ulak", factory: { _ in SwiftLogNoOpLogHandler() }), userAgent: "ulak/\(Version.number)")
        let now = Timestamp.now
        let outcome = await runner.run(
            NodeInvocation(
                run: RunID("check"), workflow: WorkflowName("check"), step: StepID("check"), item: nil, attempt: 1,
                firstStartedAt: now, now: now, node: manifest.name, parameters: [:], credential: name,
                timeout: .seconds(15)))
        try? await transport.shutdown()
        return outcome
    }

    private static func answer(_ outcome: NodeOutcome, _ type: String) -> Answer {
        switch outcome {
        case .succeeded: Answer(isGood: true, text: "\(type) accepts it")
        case .failed(let failure): Answer(isGood: false, text: "\(type): \(failure.message) (\(failure.code))")
        case .unknown(let reason): Answer(isGood: false, text: "\(type) gave no answer: \(reason.message)")
        case .snoozed: Answer(isGood: false, text: "\(type) gave no answer")
        }
    }
}
