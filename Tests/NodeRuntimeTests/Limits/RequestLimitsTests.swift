import Logging
import NodeCatalog
import RunEngine
import Synchronization
import TestKit
import Testing
import Values
import WorkflowModel

@testable import NodeRuntime

/// Answers as it is told and counts.
private final class TellingTransport: HTTPTransport {
    private let state = Mutex<(answer: Exchange, count: Int)>((.notSent(message: "refused"), 0))

    var count: Int { state.withLock { $0.count } }
    func answer(_ exchange: Exchange) { state.withLock { $0.answer = exchange } }

    func send(_ request: HTTPRequest, timeout: Duration) async -> Exchange {
        state.withLock { state in
            state.count += 1
            return state.answer
        }
    }
}

private final class EventList: RequestLimitObserver {
    private let list = Mutex<[RequestLimitEvent]>([])
    var events: [RequestLimitEvent] { list.withLock { $0 } }
    func observe(_ event: RequestLimitEvent) { list.withLock { $0.append(event) } }
}

/// A catalogue runner whose clock stands still until it is moved.
private struct Bench {
    let clock = ManualClock()
    let transport = TellingTransport()
    let events = EventList()
    let runner: CatalogNodeRunner

    init(_ rules: RequestLimits.Rules = .init()) {
        let clock = clock
        runner = CatalogNodeRunner(
            catalog: .embedded, credentials: SandboxFaultTests.Credentials(), transport: transport,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            limits: RequestLimits(rules: rules, now: { clock.wallTime }, observer: events))
    }

    func run(
        _ node: String = "http.request", _ parameters: Value = ["url": "http://shop.example:81/x"], run: Int = 0,
        attempt: Int = 1,
        isResend: Bool = false, credential: String? = nil
    ) async -> NodeOutcome {
        await runner.run(
            NodeInvocation(
                run: SampleRecords.id(run), workflow: WorkflowName("w"), step: StepID("s"), item: nil, attempt: attempt,
                firstStartedAt: clock.wallTime, now: clock.wallTime, node: NodeName(node),
                parameters: parameters, credential: credential.map { CredentialName($0) }, timeout: .seconds(5),
                doubt: isResend ? .init(since: clock.wallTime, arose: clock.wallTime) : nil))
    }

    static let ok = Exchange.answered(HTTPResponse(status: 200))
}

@Suite("Limits of requests")
struct RequestLimitsTests {
    @Test("five failures in a row keep requests away from the place for half a minute; one finds out when it is back")
    func breaker() async {
        let bench = Bench()
        for _ in 0..<5 { #expect(SandboxFaultTests.name(await bench.run()) == "failed not_sent unavailable") }
        #expect(bench.transport.count == 5)
        bench.clock.advance(by: .seconds(10))
        let refused = await bench.run()
        #expect(
            refused
                == .failed(
                    NodeFailure(
                        code: "breaker_open", class: .unavailable,
                        message:
                            "`shop.example:81` has failed too often; no request goes there before 2027-01-15T08:00:30.000Z",
                        retryAfter: .seconds(20))))
        // Other places, and the same place with another account, are none of its business.
        let elsewhere = await bench.run("http.request", ["url": "http://other.example/"])
        #expect(SandboxFaultTests.name(elsewhere) == "failed not_sent unavailable")
        #expect(
            SandboxFaultTests.name(await bench.run("http.request", ["url": "http://SHOP.example:81/y"], credential: "turkeysms"))
                == "failed not_sent unavailable")
        #expect(bench.transport.count == 7)
        bench.clock.advance(by: .seconds(20))
        bench.transport.answer(Bench.ok)
        #expect(SandboxFaultTests.name(await bench.run()) == "succeeded")
        #expect(SandboxFaultTests.name(await bench.run()) == "succeeded")
        #expect(
            bench.events.events == [
                .breakerOpened(host: "shop.example:81"), .breakerRefused(host: "shop.example:81"),
                .breakerClosed(host: "shop.example:81"),
            ])
    }

    @Test("an answer that says no is an answer: the breaker stays closed")
    func refusalsAreAnswers() async {
        let bench = Bench()
        bench.transport.answer(.answered(HTTPResponse(status: 404)))
        for _ in 0..<20 { #expect(SandboxFaultTests.name(await bench.run()) == "failed http_404 config") }
        #expect(bench.events.events.isEmpty)
    }

    @Test("where too much fails, first attempts go and retries do not, except the one that finds out")
    func retryBudget() async {
        let bench = Bench(.init(failuresToOpen: 100))
        for _ in 0..<5 { _ = await bench.run() }
        let retry = await bench.run(attempt: 2)
        #expect(
            retry
                == .failed(
                    NodeFailure(
                        code: "retry_budget", class: .unavailable,
                        message: "not tried again now: too many requests to `shop.example:81` fail", retryAfter: .seconds(1))))
        #expect(bench.transport.count == 5)
        #expect(bench.events.events == [.retryRefused(host: "shop.example:81")])
        bench.transport.answer(Bench.ok)
        #expect(SandboxFaultTests.name(await bench.run()) == "succeeded")
        #expect(SandboxFaultTests.name(await bench.run(attempt: 2)) == "succeeded")

        let other = Bench()
        for _ in 0..<6 { _ = await other.run() }
        other.clock.advance(by: .seconds(30))
        #expect(SandboxFaultTests.name(await other.run(attempt: 2)) == "failed not_sent unavailable")
        #expect(other.transport.count == 6)

        let free = Bench(.init(failuresToOpen: 100, hasRetryBudget: false))
        for _ in 0..<9 { _ = await free.run() }
        #expect(SandboxFaultTests.name(await free.run(attempt: 2)) == "failed not_sent unavailable")
    }

    @Test("a resend that is kept away waits and is not used up")
    func resend() async {
        let bench = Bench()
        for _ in 0..<5 { _ = await bench.run() }
        #expect(await bench.run(attempt: 2, isResend: true) == .snoozed(until: bench.clock.wallTime + .seconds(30)))
        #expect(bench.transport.count == 5)
    }

    @Test("an iletiMerkezi account sends to 100 recipients a second; what comes too early waits for its turn")
    func rate() async {
        let bench = Bench()
        bench.transport.answer(
            .answered(
                HTTPResponse(
                    status: 200, body: Array(#"{"response":{"status":{"code":200},"order":{"id":"7"}}}"#.utf8))))
        func send(_ run: Int, _ recipients: Int, _ credential: String = "iletimerkezi") async -> NodeOutcome {
            let numbers = (0..<recipients).map { Value.string("90555000\(1000 + $0)") }
            return await bench.run(
                "iletimerkezi.send_sms", ["sender": "DEMOCO", "to": .list(numbers), "text": "Hello", "iys": false], run: run,
                credential: credential)
        }
        #expect(SandboxFaultTests.name(await send(0, 60)) == "succeeded")
        #expect(await send(1, 60) == .snoozed(until: bench.clock.wallTime + .milliseconds(200)))
        #expect(SandboxFaultTests.name(await send(2, 40, "wrong")) == "succeeded")
        bench.clock.advance(by: .milliseconds(200))
        #expect(SandboxFaultTests.name(await send(1, 60)) == "succeeded")
        // More than the bucket holds: when it is full.
        #expect(await send(3, 250) == .snoozed(until: bench.clock.wallTime + .seconds(1)))
        bench.clock.advance(by: .seconds(1))
        #expect(SandboxFaultTests.name(await send(3, 250)) == "succeeded")
        #expect(bench.transport.count == 4)
        #expect(
            bench.events.events == [
                .waited(host: "api.iletimerkezi.com", .milliseconds(200)), .waited(host: "api.iletimerkezi.com", .seconds(1)),
            ])
    }

    @Test("what fails before a request is built says nothing about the place")
    func ownMistakes() async {
        let bench = Bench()
        for _ in 0..<10 {
            let outcome = await bench.run("iletimerkezi.send_sms", [:], credential: "iletimerkezi")
            #expect(SandboxFaultTests.name(outcome) == "failed parameter input")
        }
        #expect(bench.events.events.isEmpty)
    }
}
