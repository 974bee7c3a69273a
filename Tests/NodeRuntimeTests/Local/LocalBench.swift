import Foundation
import Logging
import NodeCatalog
import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

@testable import NodeRuntime

/// Built-in nodes over a real folder.
final class LocalBench: Sendable {
    let folder: String
    let access: LocalAccess

    init(commands: [String] = [], environment: [String: String] = ["PATH": "/usr/bin:/bin"]) throws {
        folder = FileManager.default.temporaryDirectory.path + "/ulak-local-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        access = LocalAccess(filesRoot: folder, allowedCommands: commands, environment: environment)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func run(_ node: String, _ parameters: ValueObject) async -> NodeOutcome {
        let runner = CatalogNodeRunner(
            catalog: .embedded, credentials: NoCredentials(), transport: NoTransport(),
            services: NodeServices(access: access), logger: Logger(label: "t", factory: { _ in SwiftLogNoOpLogHandler() }))
        return await runner.run(
            NodeInvocation(
                run: SampleRecords.id(1), workflow: WorkflowName("w"), step: StepID("s"), item: nil, attempt: 1,
                firstStartedAt: SampleRecords.start, now: SampleRecords.start, node: NodeName(node),
                parameters: .object(parameters), credential: nil, timeout: .seconds(30)))
    }

    func output(_ node: String, _ parameters: ValueObject) async throws -> Value {
        let outcome = await run(node, parameters)
        guard case .succeeded(let value) = outcome else {
            Issue.record("\(node) did not succeed: \(outcome)")
            throw CancellationError()
        }
        return value
    }

    func failure(_ node: String, _ parameters: ValueObject) async throws -> NodeFailure {
        let outcome = await run(node, parameters)
        guard case .failed(let failure) = outcome else {
            Issue.record("\(node) did not fail: \(outcome)")
            throw CancellationError()
        }
        return failure
    }

    func write(_ name: String, _ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }
    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))) }
    func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }
}

private struct NoCredentials: CredentialSource {
    func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? { nil }
}

private struct NoTransport: HTTPTransport {
    func send(_ request: HTTPRequest, timeout: Duration) async -> Exchange { .notSent(message: "no network in this test") }
}
