import NIOCore
import RunEngine
import Server
import TestKit
import Testing
import Values
import WorkflowModel

@Suite("Event streams")
struct EventStreamTests {
    /// Reads a stream event by event.
    struct Reader: AsyncIteratorProtocol {
        var chunks: AsyncThrowingStream<ByteBuffer, any Error>.AsyncIterator
        var text = ""

        /// The next block of lines; nil at the end of the stream.
        mutating func next() async throws -> String? {
            while true {
                if let range = text.firstRange(of: "\n\n") {
                    defer { text = String(text[range.upperBound...]) }
                    return String(text[..<range.lowerBound])
                }
                guard let chunk = try await chunks.next() else { return nil }
                text += String(buffer: chunk)
            }
        }
    }

    static func read(_ client: ServerClient, _ path: String, headers: [(String, String)] = []) async throws -> Reader {
        let response = try await client.open("GET", path, headers: headers)
        #expect(response.status.code == 200)
        #expect(response.headers.first(name: "content-type") == "text/event-stream")
        let (stream, continuation) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
        let task = Task {
            do {
                for try await chunk in response.body { continuation.yield(chunk) }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        continuation.onTermination = { _ in task.cancel() }
        var reader = Reader(chunks: stream.makeAsyncIterator())
        let first = try await reader.next()
        #expect(first == "retry: 2000")
        return reader
    }

    @Test("the events of a run come with their place, as they happen, and the stream ends with the run")
    func follow() async throws {
        try await withServer([APITests.workflow]) { client in
            let run = RunID("r1"), now = client.daemon.clock.wallTime
            try await client.daemon.append([APITests.started("r1", client)], to: run)
            var reader = try await Self.read(client, "/api/v1/runs/r1/events")
            let first = try await reader.next()
            let plan = try #require(client.daemon.state.withLock { $0.plans.first })
            #expect(
                first == """
                    id: 0
                    event: run_started
                    data: {"sequence":0,"type":"run_started","at":"\(now)","run":"r1","workflow":"orders","plan":"\(plan.hash)","trigger":{"data":{}},"inputs":{"customer":"x"},"steps":["one"],"on_failure":[]}
                    """)
            let key = AttemptKey(step: StepID("one"), attempt: 1)
            try await client.daemon.append(
                [.attemptStarted(AttemptStarted(key: key, parameters: ["message": "Hello"], at: now))], to: run)
            let second = try await reader.next()
            #expect(second?.hasPrefix("id: 1\nevent: attempt_started\ndata: {\"sequence\":1,") == true)
            try await client.daemon.append([.runFinished(RunFinished(result: .succeeded, at: now))], to: run)
            #expect(try await reader.next()?.hasPrefix("id: 2\nevent: run_finished\n") == true)
            #expect(try await reader.next() == "event: end\ndata: {\"run\":\"r1\"}")
            #expect(try await reader.next() == nil)
        }
    }

    @Test("a listener that was cut off goes on behind the last event that it has")
    func resume() async throws {
        try await withServer([APITests.workflow]) { client in
            let now = client.daemon.clock.wallTime
            try await client.daemon.append(
                [APITests.started("r1", client), .runFinished(RunFinished(result: .succeeded, at: now))], to: RunID("r1"))
            var reader = try await Self.read(client, "/api/v1/runs/r1/events", headers: [("Last-Event-ID", "0")])
            #expect(try await reader.next()?.hasPrefix("id: 1\nevent: run_finished\n") == true)
            #expect(try await reader.next()?.hasPrefix("event: end\n") == true)
            var ahead = try await Self.read(client, "/api/v1/runs/r1/events", headers: [("Last-Event-ID", "99")])
            #expect(try await ahead.next()?.hasPrefix("event: end\n") == true)
            let odd = try await client.get("/api/v1/runs/r1/events", headers: [("Last-Event-ID", "x")])
            #expect(odd.status == 400)
            #expect(try await client.get("/api/v1/runs/none/events").status == 404)
        }
    }

    @Test("a quiet stream says that it is alive, and ends when the server is being stopped")
    func heartbeat() async throws {
        try await withServer([APITests.workflow]) { client in
            try await client.daemon.append([APITests.started("r1", client)], to: RunID("r1"))
            var reader = try await Self.read(client, "/api/v1/runs/r1/events")
            #expect(try await reader.next()?.hasPrefix("id: 0\n") == true)
            while client.daemon.clock.sleeperCount == 0 { await Task.yield() }
            client.daemon.clock.advance(by: .seconds(15))
            #expect(try await reader.next() == ": alive")
            client.server.startDraining()
            #expect(try await reader.next() == nil)
        }
    }

    @Test("the stream of all runs has the line of each run that changed")
    func followAll() async throws {
        try await withServer([APITests.workflow]) { client in
            var reader = try await Self.read(client, "/api/v1/events")
            try await client.daemon.append([APITests.started("r1", client)], to: RunID("r1"))
            let now = client.daemon.clock.wallTime
            #expect(
                try await reader.next()
                    == "event: run\ndata: {\"run\":\"r1\",\"workflow\":\"orders\",\"status\":\"running\",\"started_at\":\"\(now)\"}"
            )
        }
    }
}
