import Foundation
import Hummingbird
import Logging
import Values

/// Decides which part of the sandbox a path belongs to: a provider, the inbox, or the control API.
struct SandboxResponder: HTTPResponder {
    let store: SandboxStore
    let logger: Logger

    /// Larger than any request that a provider would take.
    private static let maximumBody = 32 << 20

    func respond(to request: Request, context: SandboxRequestContext) async throws -> Response {
        let path = request.uri.path
        for provider in SandboxMessage.Provider.allCases where path.hasPrefix(provider.pathPrefix + "/") {
            return await respond(to: request, from: provider, context: context)
        }
        switch (request.method, path) {
        case (.get, "/"):
            return Response(status: .found, headers: [.location: "/inbox"])
        case (.get, "/healthz"):
            return Response(status: 200, json: ["status": "ok"])
        case (.get, "/inbox.json"):
            return inboxJSON(filter(request))
        case (.get, "/inbox"):
            return AcceptHeader(request.headers[.accept] ?? "").prefersJSON
                ? inboxJSON(filter(request)) : inboxPage(filter(request), host: request.head.authority ?? "localhost")
        case (_, let path) where path.hasPrefix("/control/"):
            guard let body = await body(of: request) else { return Response.problem(413, "the body is too large") }
            return ControlAPI(store: store).respond(method: request.method, path: path, body: body)
        case (_, "/"), (_, "/healthz"), (_, "/inbox"), (_, "/inbox.json"):
            return Response.problem(405, "expected GET for `\(path)`")
        default:
            return Response.problem(
                404, "unknown path `\(path)`, expected `/turkeysms/...`, `/iletimerkezi/...`, `/inbox` or `/control/...`")
        }
    }

    private func respond(
        to request: Request, from provider: SandboxMessage.Provider, context: SandboxRequestContext
    ) async -> Response {
        guard let body = await body(of: request) else { return Response.problem(413, "the body is too large") }
        let path = String(request.uri.path.dropFirst(provider.pathPrefix.count))
        let method = request.method.rawValue
        let otherForm =
            provider == .iletiMerkezi
            ? IletiMerkeziQueryForm.request(method: method, path: path, query: request.uri.query)
                ?? IletiMerkeziXMLForm.request(
                    method: method, path: path, contentType: request.headers[.contentType], body: body) : nil
        let providerRequest =
            otherForm
            ?? ProviderRequest(
                method: method, path: path, contentType: request.headers[.contentType],
                body: try? JSONReader().read(body))
        if provider == .turkeySMS, providerRequest.path == TurkeySMSEndpoint.sendSMS.rawValue,
            providerRequest.body?["sentto"] == nil, providerRequest.body?["mobile"] != nil
        {
            logger.warning("the recipient came as `mobile`, as the vendor's libraries send it; the documented name is `sentto`")
        }
        let verdict: SandboxState.Verdict
        do throws(StateFileError) {
            verdict = try store.answer(providerRequest, from: provider)
        } catch {
            logger.error("\(error.message)")
            return Response.problem(500, error.message)
        }
        logger.debug(
            "request",
            metadata: [
                "provider": "\(provider.rawValue)", "path": "\(providerRequest.path)",
                "status": "\(verdict.answer?.status ?? 0)", "fault": "\(verdict.fault != nil)",
            ])
        guard let fault = verdict.fault else { return Response(verdict.answer) }
        return await FaultInjector(fault: fault, answer: verdict.answer, context: context).respond()
    }

    private func body(of request: Request) async -> [UInt8]? {
        guard let buffer = try? await request.body.collect(upTo: SandboxResponder.maximumBody) else { return nil }
        return Array(buffer.readableBytesView)
    }

    // MARK: Inbox

    private func filter(_ request: Request) -> InboxFilter {
        InboxFilter(query: QueryFields.all(in: request.uri.query ?? ""))
    }

    private func inboxJSON(_ filter: InboxFilter) -> Response {
        Response(status: 200, json: ["messages": .list(store.inbox().filter(filter.matches).map(\.value))])
    }

    private func inboxPage(_ filter: InboxFilter, host: String) -> Response {
        let page = store.update { state, now in
            state.iletiMerkezi.settle(now: now)
            return InboxPage(state: state, filter: filter, host: host, now: now)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store", .contentSecurityPolicy: InboxPage.policy,
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: page.html)))
    }
}
