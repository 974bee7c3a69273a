import Hummingbird
import RunEngine
import Values
import WorkflowModel

extension WebhookResponder {
    /// Waits for the `respond` step of a run that was accepted.
    ///
    /// When the time is up, or the daemon is being stopped, the answer is 202 with the run's id: the run is on disk and goes on, and a
    /// caller that took this for a failure and called again would start it twice.
    func reply(of run: RunID, _ webhook: WebhookRoute, within limit: Duration) async -> Response {
        let (wakes, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let takeBack = state.whenDraining { continuation.finish() }
        defer { takeBack() }
        let signals = parts.feed.signals(of: run)
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in signals { continuation.yield() }
            }
            let clock = parts.clock
            group.addTask {
                try? await clock.sleep(for: limit)
                continuation.finish()
            }
            defer { group.cancelAll() }
            for await _ in wakes {
                guard let records = try? await parts.journal.records(of: run) else { continue }
                if let reply = WebhookReply.find(in: records, steps: webhook.respondSteps) { return reply.response(of: run) }
                if let end = RunSnapshot(records: records)?.status, end.isFinal {
                    return Self.ended(run, as: end)
                }
            }
            return Response(.accepted, json: ["run": .string(run.rawValue)])
        }
    }

    /// A run that ended without an answer of its own.
    private static func ended(_ run: RunID, as status: RunStatus) -> Response {
        let members: ValueObject = ["run": .string(run.rawValue), "run_status": .string(status.name.rawValue)]
        if case .succeeded = status { return Response(.ok, json: .object(members)) }
        return Problem(
            .internalServerError, "run_\(status.name.rawValue)", "the run ended without an answer", members: members
        ).response
    }
}

extension WebhookReply {
    /// What the connection needs is not an author's to set.
    private static let ownHeaders: Set<String> = ["connection", "content-length", "transfer-encoding", "upgrade", "trailer"]

    /// Text goes out as it is, data as JSON.
    func response(of run: RunID) -> Response {
        var fields: HTTPFields = [:]
        if let name = HTTPField.Name("X-Ulak-Run") { fields[name] = run.rawValue }
        for header in headers {
            guard let name = HTTPField.Name(header.name), !Self.ownHeaders.contains(name.canonicalName) else { continue }
            fields[name] = header.value
        }
        let bytes: [UInt8]
        switch body {
        case .null: bytes = []
        case .string(let text):
            bytes = Array(text.utf8)
            if fields[.contentType] == nil { fields[.contentType] = "text/plain; charset=utf-8" }
        default:
            bytes = JSONWriter().write(body)
            if fields[.contentType] == nil { fields[.contentType] = "application/json" }
        }
        return Response(
            status: HTTPResponse.Status(code: status), headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
