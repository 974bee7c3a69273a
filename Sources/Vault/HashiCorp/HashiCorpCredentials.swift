import RunEngine
import Values
import WorkflowModel

/// Credentials out of a HashiCorp Vault, from the key-value engine version 2: `<mount>/data/<prefix>/<credential>`, a field each key.
///
/// (HTTP API: KV secrets engine version 2, AppRole auth method, token auth method.)
public actor HashiCorpCredentials: CredentialInventory {
    private let settings: HashiCorpSettings
    private let transport: any SecretServerTransport
    private let now: @Sendable () -> ContinuousClock.Instant
    private var session: HashiCorpSession?
    /// The login that is going on, so that several callers make one.
    private var login: Task<Result<HashiCorpSession, CredentialError>, Never>?
    private var known: [CredentialName: (credential: Credential, until: ContinuousClock.Instant)] = [:]

    /// - Parameter now: for leases and the time that a credential is kept.
    public init(
        _ settings: HashiCorpSettings, transport: any SecretServerTransport,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.settings = settings
        self.transport = transport
        self.now = now
    }

    public nonisolated var title: String { "hashicorp (\(settings.address))" }

    public func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? {
        guard VaultName.isValid(name.rawValue) else { return nil }
        if let kept = known[name], now() < kept.until { return kept.credential }
        var (response, session) = try await read(name)
        if response.status == 403, case .appRole = settings.login {
            // The token may have been taken back; a new one decides.
            if self.session?.token.reveal() == session.token.reveal() { self.session = nil }
            (response, session) = try await read(name)
        }
        switch response.status {
        case 200:
            let credential = Credential(name: name, fields: try fields(response, name))
            known[name] = (credential, now().advanced(by: settings.cacheTime))
            return credential
        case 404:
            known[name] = nil
            return nil
        default: throw failure(response, "reading `\(name)`")
        }
    }

    private func read(_ name: CredentialName) async throws(CredentialError) -> (SecretServerResponse, HashiCorpSession) {
        let session = try await currentSession()
        let path = [settings.mount, "data", settings.prefix, name.rawValue].filter { !$0.isEmpty }
            .flatMap { $0.split(separator: "/") }.map { String($0).percentEncoded }.joined(separator: "/")
        return (try await send("GET", path, token: session.token), session)
    }

    private func fields(_ response: SecretServerResponse, _ name: CredentialName) throws(CredentialError) -> [String: Secret] {
        guard let members = (try? JSONReader().read(response.body))?["data"]?["data"]?.objectValue else {
            throw CredentialError(
                .damaged, message: "\(title): the answer for `\(name)` is not that of a key-value engine, version 2")
        }
        var fields: [String: Secret] = [:]
        for (key, value) in members {
            switch value {
            case .string(let text): if !text.isEmpty { fields[key] = Secret(text) }
            case .int, .double, .bool: fields[key] = Secret(value.jsonText())
            case .null: continue
            case .list, .object:
                throw CredentialError(.damaged, message: "\(title): the field `\(key)` of `\(name)` is not text")
            }
        }
        return fields
    }

    // MARK: Session

    /// A token that lasts: the one at hand, renewed in time, or a new one.
    private func currentSession() async throws(CredentialError) -> HashiCorpSession {
        if let session, !session.hasEnded(now()) {
            guard session.wantsRenewal(now()) else { return session }
            // While it still lasts, a renewal that fails is no reason to stop.
            guard let renewed = await renew(session) else { return session }
            if self.session?.token.reveal() == session.token.reveal() { self.session = renewed }
            return renewed
        }
        if let login { return try await login.value.get() }
        let task = Task { () async -> Result<HashiCorpSession, CredentialError> in
            do throws(CredentialError) {
                return .success(try await self.start())
            } catch {
                return .failure(error)
            }
        }
        login = task
        let result = await task.value
        login = nil
        session = try? result.get()
        return try result.get()
    }

    private func start() async throws(CredentialError) -> HashiCorpSession {
        switch settings.login {
        case .token(let token):
            let response = try await send("GET", "auth/token/lookup-self", token: token)
            guard response.status == 200 else { throw failure(response, "looking at its token") }
            let data = (try? JSONReader().read(response.body))?["data"]
            return HashiCorpSession(
                token: token, lease: data?["ttl"]?.intValue ?? 0, isRenewable: data?["renewable"] == true, now: now())
        case .appRole(let role, let secret, let mount):
            let body: Value = ["role_id": .string(role), "secret_id": .string(secret.reveal())]
            let response = try await send("POST", "auth/\(mount)/login", token: nil, body: body)
            guard response.status == 200, let session = session(in: response) else {
                throw failure(response, "logging in with its role")
            }
            return session
        }
    }

    private func renew(_ session: HashiCorpSession) async -> HashiCorpSession? {
        guard let response = try? await send("POST", "auth/token/renew-self", token: session.token, body: [:]),
            response.status == 200
        else { return nil }
        return self.session(in: response)
    }

    private func session(in response: SecretServerResponse) -> HashiCorpSession? {
        guard let auth = (try? JSONReader().read(response.body))?["auth"], let token = auth["client_token"]?.stringValue else {
            return nil
        }
        return HashiCorpSession(
            token: Secret(token), lease: auth["lease_duration"]?.intValue ?? 0, isRenewable: auth["renewable"] == true, now: now()
        )
    }

    // MARK: Exchange

    private func send(
        _ method: String, _ path: String, token: Secret?, body: Value? = nil
    ) async throws(CredentialError) -> SecretServerResponse {
        var headers: [(name: String, value: String)] = [("X-Vault-Request", "true"), ("Accept", "application/json")]
        if let token { headers.append(("X-Vault-Token", token.reveal())) }
        if let namespace = settings.namespace { headers.append(("X-Vault-Namespace", namespace)) }
        if body != nil { headers.append(("Content-Type", "application/json")) }
        let request = SecretServerRequest(
            method: method, url: "\(settings.address)/v1/\(path)", headers: headers,
            body: body.map { JSONWriter().write($0) } ?? [],
            timeout: settings.timeout)
        do throws(SecretServerUnreachable) {
            return try await transport.send(request)
        } catch {
            throw CredentialError(.unavailable, message: "the source \(title) cannot be reached: \(error.reason)")
        }
    }

    /// The server's own words are left out: they may repeat what was sent.
    private func failure(_ response: SecretServerResponse, _ what: String) -> CredentialError {
        switch response.status {
        case 429, 472, 473, 500...:
            let reason = response.status == 503 ? "it is sealed or in maintenance" : "HTTP \(response.status)"
            return CredentialError(.unavailable, message: "the source \(title) is down: \(reason), while \(what)")
        case 400, 401, 403:
            return CredentialError(.refused, message: "the source \(title) refused us (HTTP \(response.status)), while \(what)")
        default:
            return CredentialError(.damaged, message: "the source \(title) answered HTTP \(response.status), while \(what)")
        }
    }
}
