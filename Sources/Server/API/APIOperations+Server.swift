import Hummingbird
import RunEngine
import Telemetry
import Values
import WorkflowModel

extension APIOperations {
    var serverRoutes: [APIRoute] {
        [
            APIRoute(
                method: .get, path: .api("openapi.json"), id: "getOpenAPI", tag: "server", summary: "This description.",
                access: .open,
                responses: [.json(200, "An OpenAPI 3.1 document.", Schema.object([]))]
            ) { _ in
                Response(.ok, json: OpenAPIDocument(routes: routes).json)
            },
            APIRoute(
                method: .get, path: .own(["healthz"]), id: "getHealth", tag: "server", summary: "Whether the process answers.",
                access: .open,
                responses: [.json(200, "It does.", Schema.object([("status", Schema.text)], required: ["status"]))]
            ) { _ in
                Response(.ok, json: ["status": "ok"])
            },
            APIRoute(
                method: .get, path: .own(["readyz"]), id: "getReadiness", tag: "server", summary: "Whether runs are taken in.",
                access: .open,
                responses: [
                    .json(200, "They are.", Schema.object([("status", Schema.text)], required: ["status"])),
                    .problem(503, "They are not; the detail says why."),
                ]
            ) { _ throws(Problem) in
                guard !state.isDraining else { throw draining }
                let obstacles = await parts.operations.obstacles()
                guard obstacles.isEmpty else {
                    throw Problem(.serviceUnavailable, "not_ready", obstacles.joined(separator: "; ")).retrying(
                        after: .seconds(5))
                }
                return Response(.ok, json: ["status": "ready"])
            },
            APIRoute(
                method: .get, path: .own(["metrics"]), id: "getMetrics", tag: "server",
                summary: "Metrics for Prometheus, as text 0.0.4 or, where `Accept` asks for it, as OpenMetrics.",
                responses: [APIResponse(status: 200, help: "The metrics.", type: "text/plain", schema: Schema.text)]
            ) { call in
                let format = MetricFormat(accept: call.request.headers[.accept])
                await countOpenRuns()
                return Response(
                    .ok, text: parts.metrics.text(format), type: format.contentType, headers: [.cacheControl: "no-store"])
            },
            APIRoute(
                method: .get, path: .own([]), id: "getPage", tag: "server",
                summary:
                    "A page with the workflows, the latest runs and the sends that wait for a person. It asks for the token itself.",
                access: .open,
                responses: [APIResponse(status: 200, help: "The page.", type: "text/html", schema: Schema.text)]
            ) { _ in
                Response(.ok, text: ConsolePage.html, type: "text/html; charset=utf-8", headers: ConsolePage.headers)
            },
        ]
    }

    /// Open runs are counted when somebody asks, so that the gauge is right after a restart.
    private func countOpenRuns() async {
        guard let open = try? await parts.journal.openRuns() else { return }
        for status in RunStatus.Name.allCases {
            guard RunStatus(name: status, due: Timestamp(microseconds: 0))?.isFinal == false else { continue }
            parts.metrics.set(
                UlakMetrics.activeRuns, to: Double(open.count { $0.status.name == status }), status.rawValue)
        }
    }
}
