import Hummingbird
import RunEngine
import Values
import WorkflowModel

extension APIOperations {
    var eventRoutes: [APIRoute] {
        [
            APIRoute(
                method: .get, path: .api("runs", "{run}", "events"), id: "followRun", tag: "events",
                summary: "Everything that happened in a run and happens from now on. The stream ends with the event `end`.",
                parameters: [
                    .path("run", "The id of the run."),
                    APIParameter(
                        name: "Last-Event-ID", place: .header, schema: Schema.text,
                        help: "The id of the last event that was received; the stream goes on behind it."),
                ],
                responses: [
                    APIResponse(
                        status: 200, help: "Server-sent events; the id is the place in the run's journal, the data an `Event`.",
                        type: "text/event-stream", schema: Schema.text),
                    .problem(400, "`Last-Event-ID` is no place."), .problem(404, "There is no such run."),
                ]
            ) { call throws(Problem) in
                try await follow(call)
            },
            APIRoute(
                method: .get, path: .api("events"), id: "followRuns", tag: "events",
                summary: "One event `run` with the line of a run whenever something happens in it.",
                responses: [
                    APIResponse(
                        status: 200, help: "Server-sent events; the data is a `RunSummary`.", type: "text/event-stream",
                        schema: Schema.text)
                ]
            ) { _ in
                followAll()
            },
        ]
    }

    private var stream: EventStream { EventStream(state: state, clock: parts.clock, heartbeat: configuration.heartbeat) }

    private func follow(_ call: APICall) async throws(Problem) -> Response {
        let run = RunID(call.place("run"))
        guard try await reading({ () async throws(JournalError) in try await parts.journal.summary(of: run) }) != nil else {
            throw noRun(run)
        }
        var position = 0
        if let text = HTTPField.Name("Last-Event-ID").flatMap({ call.request.headers[$0] }), !text.isEmpty {
            guard let last = Int(text), last >= 0, last < .max else {
                throw Problem(
                    .badRequest, "parameter_invalid", "`Last-Event-ID` is `\(text)`, expected the id of an event of this run")
            }
            position = last + 1
        }
        let events = RunEvents(run, after: position, journal: parts.journal)
        return stream.response(parts.feed.signals(of: run)) { await events.next() }
    }

    private func followAll() -> Response {
        let (id, signals) = parts.feed.signals()
        let feed = parts.feed, journal = parts.journal
        return stream.response(signals) {
            var text = ""
            for run in feed.takeChanged(id).sorted() {
                guard let summary = try? await journal.summary(of: run) else { continue }
                text += EventStream.event("run", summary.json)
            }
            return (text, false)
        }
    }
}
