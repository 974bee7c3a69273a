import Logging
import NodeCatalog
import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

@testable import NodeRuntime

/// What a driver may run before the start of the attempt is on disk.
struct ComputedNodeTests {
    private static let runner = CatalogNodeRunner(
        catalog: .embedded, credentials: SandboxFaultTests.Credentials(), transport: NoTransport(),
        logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))

    private static func invocation(_ node: NodeName, _ parameters: Value) -> NodeInvocation {
        NodeInvocation(
            run: SampleRecords.id(1), workflow: WorkflowName("w"), step: StepID("s"), item: nil, attempt: 1,
            firstStartedAt: SampleRecords.start, now: SampleRecords.start, node: node, parameters: parameters, credential: nil,
            timeout: .seconds(5))
    }

    @Test func `only set, fail and respond compute, and none of them sends`() {
        let computing = Catalog.embedded.names.filter { Self.runner.computed(Self.invocation($0, [:])) != nil }
        #expect(computing.map(\.rawValue) == ["fail", "respond", "set"])
        for name in computing {
            let effect = Catalog.embedded.node(name)?.effect.effect { (_: String) -> Value? in nil }
            #expect(effect != nil && effect != .send)
        }
    }

    private static let samples: [(node: String, parameters: Value)] = [
        ("set", ["order": "TR-17", "list": [1, 2.5, nil]]), ("fail", ["message": "no stock", "class": "config"]),
        ("respond", ["status": 201, "headers": ["X-Order": "7"], "body": ["id": 7]]), ("respond", ["headers": ["a b": "c"]]),
        ("respond", ["status": "none"]),
    ]

    @Test(arguments: samples)
    func `what is computed is what a run of the node gives`(node: String, parameters: Value) async {
        let invocation = Self.invocation(NodeName(node), parameters)
        let computed = Self.runner.computed(invocation)
        #expect(computed != nil)
        #expect(await Self.runner.run(invocation) == computed)
    }
}

private struct NoTransport: HTTPTransport {
    func send(_ request: HTTPRequest, timeout: Duration) async -> Exchange {
        Issue.record("a node that only computes asked for \(request.url)")
        return .notSent(message: "no network")
    }
}
