import Expressions
import Hummingbird
import Logging
import RunEngine
import Telemetry
import Values
import WorkflowModel

/// Answers calls of the paths that workflows listen on: checks the caller, reads the body, brings the event to disk, then answers.
struct WebhookResponder: Sendable {
    let configuration: ServerConfiguration
    let parts: ServerParts
    let state: ServerState
    let logger: Logger
    private let start = ContinuousClock.now

    init(configuration: ServerConfiguration, parts: ServerParts, state: ServerState, logger: Logger) {
        self.configuration = configuration
        self.parts = parts
        self.state = state
        self.logger = logger
    }

    func answer(_ request: Request, _ path: RequestPath) async throws(Problem) -> Response {
        let method = request.method.rawValue
        switch state.routes.tree.match(path.parts, method: method) {
        case .nothing:
            throw Problem(.notFound, "no_route", "no workflow listens on this path")
        case .otherMethods(let methods):
            let allowed = (methods + ["OPTIONS"]).joined(separator: ", ")
            switch request.method {
            case .options: return Response(status: .noContent, headers: [.allow: allowed])
            // A look at the path starts nothing.
            case .head: return Response(status: .ok, headers: [.allow: allowed])
            default:
                throw Problem(
                    .methodNotAllowed, "method_not_allowed", "this path takes \(methods.joined(separator: ", ")), not \(method)",
                    headers: [.allow: allowed])
            }
        case .found(let route, let places):
            let (places, secret) = route.places(places)
            var call = WebhookCall(
                request: request, route: route, places: places, secret: secret, query: path.query, body: [], at: parts.now())
            guard !state.isDraining else { throw draining }
            do throws(Problem) {
                let response =
                    switch route.kind {
                    case .webhook(let webhook): try await answer(&call, webhook)
                    case .deliveryReport(let report): try await answer(&call, report)
                    }
                count(response.status, call)
                return response
            } catch {
                count(error.status, call)
                log(error, call)
                throw error
            }
        }
    }

    var draining: Problem {
        Problem(.serviceUnavailable, "draining", "no runs are taken in: the daemon is being stopped")
            .retrying(after: configuration.retryAfterDraining)
    }

    private func count(_ status: HTTPResponse.Status, _ call: WebhookCall) {
        let key = call.route.key
        parts.metrics.add(to: UlakMetrics.webhookCalls, key.workflow.rawValue, key.trigger.rawValue, String(status.code))
    }

    private func log(_ problem: Problem, _ call: WebhookCall) {
        logger.info(
            "a call was not taken",
            metadata: [
                "event.name": "webhook.refused", "cicd.pipeline.name": "\(call.route.key.workflow)",
                "ulak.trigger.id": "\(call.route.key.trigger)", "http.request.method": "\(call.request.method.rawValue)",
                "http.response.status_code": "\(problem.status.code)", "error.type": "\(problem.code)",
            ])
    }

    // MARK: Webhooks

    private func answer(_ call: inout WebhookCall, _ webhook: WebhookRoute) async throws(Problem) -> Response {
        let credential = try await credential(webhook.auth.credential?.name, for: call.route)
        if !webhook.auth.needsBody { try check(webhook.auth, call, credential) }
        call.body = try await call.request.collect(upTo: webhook.maximumBody)
        if webhook.auth.needsBody { try check(webhook.auth, call, credential) }
        if let wait = webhook.bucket?.take(at: ContinuousClock.now - start) {
            throw Problem(.tooManyRequests, "rate_limited", "too many calls; this webhook has a limit a minute").retrying(
                after: wait)
        }
        let event = try call.event()
        let dedupe = try key(webhook.dedupe, "dedupe", webhook, event, call)
        if let correlate = webhook.correlate {
            let key = try self.key(correlate, "correlate", webhook, event, call) ?? ""
            let isNew = try await deliver(
                name: call.route.key.description, key: key, id: dedupe ?? call.fingerprint, data: .object(event), call)
            guard webhook.startsRun else {
                return Response(isNew ? .accepted : .ok, json: ["delivered": .bool(isNew)])
            }
        }
        let occurrence = dedupe.map { Occurrence(key: $0, keptUntil: call.at + configuration.dedupeWindow) }
        switch try await take(call, event, occurrence) {
        case .accepted(let run):
            if case .completed(let limit) = webhook.respond { return await reply(of: run, webhook, within: limit) }
            return Response(.accepted, json: ["run": .string(run.rawValue)])
        case .duplicate(let run):
            throw Problem(
                .conflict, "duplicate", "a call with the same key has started run `\(run)`",
                members: ["run": .string(run.rawValue)])
        case .skipped:
            return Response(.ok, json: ["run": .null, "skipped": true])
        }
    }

    private func check(_ auth: WebhookAuth, _ call: WebhookCall, _ credential: Credential?) throws(Problem) {
        let headers = call.request.headers
        let authCall = WebhookAuth.Call(header: { headers.joined($0) }, pathSecret: call.secret)
        do throws(AuthFailure) {
            try auth.check(authCall, body: call.body, credential: credential, now: call.at)
        } catch {
            switch auth {
            // Nobody learns that there is something behind another secret.
            case .secretPath: throw Problem(.notFound, "no_route", "no workflow listens on this path")
            case .bearer: throw Problem(.unauthorized, error.code, error.detail, headers: [.wwwAuthenticate: "Bearer"])
            case .basic:
                throw Problem(
                    .unauthorized, error.code, error.detail,
                    headers: [.wwwAuthenticate: "Basic realm=\"ulak\", charset=\"UTF-8\""])
            case .hmac, .none: throw Problem(.unauthorized, error.code, error.detail)
            }
        }
    }

    private func key(
        _ expression: CompiledExpression?, _ name: String, _ webhook: WebhookRoute, _ event: ValueObject, _ call: WebhookCall
    ) throws(Problem) -> String? {
        guard let expression else { return nil }
        do throws(WebhookRoute.KeyError) {
            return try webhook.key(expression, name, for: event, trigger: call.route.key.trigger)
        } catch {
            throw Problem(.unprocessableContent, "key_missing", error.message)
        }
    }

    // MARK: Delivery reports

    /// Providers repeat a report until it is answered with 200, so repeats and reports that nobody asked for are answered with that.
    private func answer(_ call: inout WebhookCall, _ route: DeliveryReportRoute) async throws(Problem) -> Response {
        let credential = try await credential(route.credential, for: call.route)
        let secrets = (credential?.fields ?? [:]).filter { $0.key.hasPrefix("secret") && !$0.value.isEmpty }.map(\.value)
        guard !secrets.isEmpty else { throw noCredential(route.credential, call.route) }
        if route.provider.hasSecretPath {
            guard let given = call.secret, secrets.reduce(false, { $1.matches(given) || $0 }) else {
                throw Problem(.notFound, "no_route", "no workflow listens on this path")
            }
        }
        call.body = try await call.request.collect(upTo: DeliveryReportRoute.maximumBody)
        let headers = call.request.headers
        let header: @Sendable (String) -> String? = { headers.joined($0) }
        try believing {
            () throws(AuthFailure) in
            guard !route.provider.hasSecretPath else { return }
            try route.signature.verify(headers: header, body: call.body, keys: secrets, now: call.at)
        }
        let report = try read(call, route.provider)
        try believing {
            () throws(AuthFailure) in
            guard !route.provider.hasSecretPath else { return }
            try route.signature.checkTime(of: report, headers: header, now: call.at)
        }
        let data = report.data(receivedAt: call.at, withText: route.withText)
        if report.status.isFinal, !report.messageID.isEmpty {
            _ = try await deliver(
                name: route.provider.node.rawValue, key: report.messageID, id: report.identity, data: .object(data), call)
        }
        guard route.events.contains(report.status) else { return Response(.ok, json: ["received": true]) }
        let occurrence = Occurrence(key: report.identity, keptUntil: call.at + Self.reportWindow)
        switch try await take(call, data, occurrence) {
        case .accepted(let run): return Response(.ok, json: ["received": true, "run": .string(run.rawValue)])
        case .duplicate, .skipped: return Response(.ok, json: ["received": true])
        }
    }

    /// TurkeySMS has its receivers answer 403 to what is not signed rightly (provider page, section 9).
    private func believing(_ check: () throws(AuthFailure) -> Void) throws(Problem) {
        do throws(AuthFailure) {
            try check()
        } catch {
            throw Problem(.forbidden, error.code, error.detail)
        }
    }

    /// How long a provider may repeat a report. Neither says; a week is longer than any of their schedules that is known.
    private static let reportWindow: Duration = .seconds(7 * 86_400)

    private func read(_ call: WebhookCall, _ provider: DeliveryReportProvider) throws(Problem) -> DeliveryReport {
        let body = try call.value()
        do throws(DeliveryReportError) {
            return try provider.read(body)
        } catch {
            throw Problem(.unprocessableContent, "no_report", error.message)
        }
    }

    // MARK: The daemon

    private func credential(_ name: CredentialName?, for route: Route) async throws(Problem) -> Credential? {
        guard let name else { return nil }
        do throws(CredentialError) {
            if let found = try await parts.credentials.credential(name), !found.fields.isEmpty { return found }
        } catch {
            logger.error(
                "the credential of a webhook cannot be read",
                metadata: [
                    "event.name": "webhook.credential_unreadable", "cicd.pipeline.name": "\(route.key.workflow)",
                    "ulak.trigger.id": "\(route.key.trigger)", "error.type": "\(error.code.rawValue)",
                    "exception.message": "\(error)",
                ])
        }
        throw noCredential(name, route)
    }

    /// The caller is not to blame and may come again; nobody is let in meanwhile.
    private func noCredential(_ name: CredentialName, _ route: Route) -> Problem {
        logger.error(
            "the credential of a webhook is not there",
            metadata: [
                "event.name": "webhook.credential_missing", "cicd.pipeline.name": "\(route.key.workflow)",
                "ulak.trigger.id": "\(route.key.trigger)", "ulak.credential": "\(name)",
            ])
        return Problem(.serviceUnavailable, "credential_missing", "callers cannot be checked at the moment").retrying(
            after: .seconds(60))
    }

    private func take(
        _ call: WebhookCall, _ event: ValueObject, _ occurrence: Occurrence?
    ) async throws(Problem) -> IntakeResult {
        let event = TriggerEvent(source: call.route.key, data: .object(event), occurrence: occurrence)
        return try await asking { () async throws(IntakeError) in
            let results = try await parts.intake.take([event])
            precondition(results.count == 1, "the intake answers each event")
            return results[0]
        }
    }

    private func deliver(
        name: String, key: String, id: String, data: Value, _ call: WebhookCall
    ) async throws(Problem) -> Bool {
        try await asking { () async throws(IntakeError) in
            try await parts.intake.deliver(AwaitedEvent(EventKey(name: name, key: key), id: id, data: data, at: call.at))
        }
    }

    private func asking<Answer>(_ body: () async throws(IntakeError) -> Answer) async throws(Problem) -> Answer {
        do throws(IntakeError) {
            return try await body()
        } catch {
            switch error {
            case .noSuchTrigger: throw Problem(.notFound, "no_route", "no workflow listens on this path any more")
            case .invalid(_, let reason): throw Problem(.unprocessableContent, "event_invalid", reason)
            case .draining: throw draining
            case .journal(let cause):
                logger.error(
                    "an event could not be brought to disk",
                    metadata: [
                        "event.name": "intake.failed", "error.type": "\(cause.code.rawValue)",
                        "exception.message": "\(cause.message)",
                    ])
                throw Problem(
                    .serviceUnavailable, "journal_unavailable", "the event could not be brought to disk; nothing was started"
                )
                .retrying(after: .seconds(5))
            }
        }
    }
}
