import Expressions
import Logging
import NodeCatalog
import RunEngine
import Values
import WorkflowModel

/// Runs the nodes of a catalogue: built-ins by their code, operations of providers by their manifest.
public struct CatalogNodeRunner: NodeRunner {
    private let catalog: Catalog
    private let credentials: any CredentialSource
    private let sender: RequestSender
    private let baseURLs: [String: String]
    private let userAgent: String
    private let redactors = RedactorCache()
    private let builtIns: [NodeName: any NativeNode]
    private let computing: [NodeName: any ComputingNode]
    private let codes: (any OneTimeCodeStore)?

    /// - Parameters:
    ///   - baseURLs: by provider, in the place of those in the manifests; for a sandbox or a proxy.
    ///   - services: what built-in nodes need of the process.
    ///   - logger: where the `log` node writes.
    ///   - limits: shared by everything in the process that talks to the same places.
    public init(
        catalog: Catalog, credentials: any CredentialSource, transport: any HTTPTransport, baseURLs: [String: String] = [:],
        services: NodeServices = NodeServices(), logger: Logger, userAgent: String = "ulak",
        limits: RequestLimits = RequestLimits(now: RequestLimits.wallTime)
    ) {
        self.catalog = catalog
        self.credentials = credentials
        sender = RequestSender(transport: transport, limits: limits)
        self.baseURLs = baseURLs
        self.userAgent = userAgent
        codes = services.codes
        let access = services.access
        builtIns = [
            NodeName("log"): LogNode(logger: logger), NodeName("wait"): WaitNode(event: services.event),
            NodeName("workflow.run"): WorkflowRunNode(subworkflows: services.subworkflows),
            NodeName("otp.verify"): OneTimeCodeVerificationNode(store: services.codes),
            NodeName("http.request"): HTTPRequestNode(sender: sender, userAgent: userAgent),
            NodeName("file.read"): FileReadNode(access: access), NodeName("file.write"): FileWriteNode(access: access),
            NodeName("csv.read"): CSVReadNode(access: access), NodeName("command.run"): CommandRunNode(access: access),
        ]
        computing = [NodeName("set"): SetNode(), NodeName("fail"): FailNode(), NodeName("respond"): RespondNode()]
    }

    public func run(_ invocation: NodeInvocation) async -> NodeOutcome {
        if let query = invocation.query { return await ask(query, invocation) }
        guard let manifest = catalog.node(invocation.node) else {
            return .failed(
                NodeFailure(code: "unknown_node", class: .config, message: "there is no node `\(invocation.node)` any more"))
        }
        let parameters: ValueObject, credential: Credential?
        do throws(NodeFailure) {
            parameters = try self.parameters(invocation, of: manifest)
            credential = try await self.credential(invocation.credential, for: manifest)
        } catch {
            return .failed(error)
        }
        return await outcome(manifest, parameters, invocation, credential).redacted(by: redactors.redactor(of: credential))
    }

    /// What became of an earlier request. Whatever keeps the question from being asked leaves the doubt.
    private func ask(_ query: OutcomeQuery, _ invocation: NodeInvocation) async -> NodeOutcome {
        guard let doubt = invocation.doubt, let manifest = catalog.node(invocation.node),
            let parameters = try? manifest.check(invocation.parameters.objectValue ?? [:])
        else {
            return .unknown(
                UnknownReason(.undecided, message: "nobody can be asked: `\(invocation.node)` is not what it was any more"))
        }
        return await inquiry(query, parameters, doubt, invocation).verdict().outcome
    }

    private func inquiry(
        _ query: OutcomeQuery, _ parameters: ValueObject, _ doubt: NodeInvocation.Doubt, _ invocation: NodeInvocation
    ) -> OutcomeInquiry {
        OutcomeInquiry(query: query, parameters: parameters, doubt: doubt, invocation: invocation) { await run($0) }
    }

    public func computed(_ invocation: NodeInvocation) -> NodeOutcome? {
        guard let node = computing[invocation.node], let manifest = catalog.node(invocation.node) else { return nil }
        do throws(NodeFailure) {
            return node.outcome(try parameters(invocation, of: manifest))
        } catch {
            return .failed(error)
        }
    }

    /// The parameters as the manifest wants them.
    private func parameters(
        _ invocation: NodeInvocation, of manifest: NodeManifest
    ) throws(NodeFailure) -> ValueObject {
        let parameters: ValueObject
        do throws(ParameterProblems) {
            parameters = try manifest.check(invocation.parameters.objectValue ?? [:])
            try manifest.checkTimes(parameters, at: invocation.now)
        } catch {
            throw NodeFailure(code: "parameter", class: .input, message: error.message)
        }
        if let chunk = manifest.chunk, let count = parameters[chunk.parameter.name]?.listValue?.count, count > chunk.size {
            throw NodeFailure(
                code: "parameter", class: .input,
                message: "`\(chunk.parameter.name)` has \(count) elements, but one request takes \(chunk.size)")
        }
        return parameters
    }

    private func outcome(
        _ manifest: NodeManifest, _ parameters: ValueObject, _ invocation: NodeInvocation, _ credential: Credential?
    ) async -> NodeOutcome {
        switch manifest.implementation {
        case .native:
            if manifest.name == NodeName("otp.deliver") {
                return await OneTimeCodeDeliveryNode(store: codes) { await run($0) }
                    .run(parameters, invocation, credential: credential)
            }
            guard let node = builtIns[manifest.name] ?? computing[manifest.name] else {
                return .failed(
                    NodeFailure(
                        code: "unknown_node", class: .config, message: "this version of Ulak cannot run `\(manifest.name)`"))
            }
            return await node.run(parameters, invocation, credential: credential)
        case .via:
            return .failed(
                NodeFailure(
                    code: "unknown_node", class: .config, message: "`\(manifest.name)` needs `via:`, a provider to go through"))
        case .http(let operation):
            return await outcome(manifest, operation, parameters, invocation, credential)
        }
    }

    private func outcome(
        _ manifest: NodeManifest, _ operation: HTTPOperation, _ parameters: ValueObject, _ invocation: NodeInvocation,
        _ credential: Credential?
    ) async -> NodeOutcome {
        let interpreter = OperationInterpreter(manifest: manifest, operation: operation, parameters: parameters)
        let baseURL = baseURLs[manifest.provider?.name ?? ""] ?? manifest.provider?.baseURL ?? ""
        let effect = manifest.effect.effect { parameters[$0] }
        var pages = operation.pages.map { PagedReading(interpreter, $0) }
        while true {
            let request: HTTPRequest
            do throws(PlacedEvaluationError) {
                request = try interpreter.request(
                    baseURL: baseURL, credential: credential, userAgent: userAgent, page: pages?.page ?? 1)
            } catch {
                return .failed(error.failure)
            }
            if let credential {
                let hosts = allowedHosts(manifest.provider)
                if let refusal = hosts.refusal(of: request, credential: credential.name) { return .failed(refusal) }
            }
            guard var reading = pages else {
                var isKnownRepeat = false
                let outcome = await sender.send(request, for: invocation, cost: manifest.rate?.charge(parameters)) { exchange in
                    let reading = interpreter.read(exchange, effect: effect, isResend: invocation.isResend, at: invocation.now)
                    isKnownRepeat = reading.isKnownRepeat
                    return interpreter.outcome(reading, effect)
                }
                return isKnownRepeat ? await identified(outcome, manifest, parameters, invocation) : outcome
            }
            var goesOn = false
            let outcome = await sender.send(request, for: invocation, cost: manifest.rate?.charge(parameters)) { exchange in
                if let outcome = reading.take(exchange, effect: effect, at: invocation.now) { return outcome }
                goesOn = true
                return .succeeded(.null)
            }
            guard goesOn else { return outcome }
            pages = reading
        }
    }

    /// The outputs of a send that only a refused repeat has proved, as far as the other side can be asked for them. Whatever comes of
    /// that, it was sent.
    private func identified(
        _ outcome: NodeOutcome, _ manifest: NodeManifest, _ parameters: ValueObject, _ invocation: NodeInvocation
    ) async -> NodeOutcome {
        guard let query = manifest.identification, let doubt = invocation.doubt,
            case .succeeded(.object(var output)) = outcome,
            case .sent(.object(let found)) = await inquiry(query, parameters, doubt, invocation).verdict()
        else { return outcome }
        for (name, value) in found { output.set(name, to: value) }
        return .succeeded(.object(output))
    }

    /// Whoever puts another address in the place of the provider's lets its credential go there, and only there.
    private func allowedHosts(_ provider: ProviderManifest?) -> AllowedHosts {
        if let url = baseURLs[provider?.name ?? ""] { return AllowedHosts(ofAddress: url) }
        if let patterns = provider?.allowedHosts { return AllowedHosts(patterns: patterns) }
        return AllowedHosts(ofAddress: provider?.baseURL ?? "")
    }

    private func credential(_ name: CredentialName?, for manifest: NodeManifest) async throws(NodeFailure) -> Credential? {
        guard !manifest.credentialFields.isEmpty, let name else { return nil }
        let found: Credential?
        do throws(CredentialError) {
            found = try await credentials.credential(name)
        } catch {
            let failureClass: FailureClass = error.code == .unavailable ? .unavailable : .credential
            throw NodeFailure(code: "credential_source", class: failureClass, message: error.message)
        }
        guard let found else {
            throw NodeFailure(code: "credential_missing", class: .credential, message: "there is no credential `\(name)`")
        }
        for field in manifest.credentialFields where !field.isOptional && found.fields[field.name] == nil {
            throw NodeFailure(
                code: "credential_missing", class: .credential, message: "the credential `\(name)` has no field `\(field.name)`")
        }
        return found
    }
}

extension NodeOutcome {
    /// The outcome without any of the secrets, whoever put them in: a provider may repeat a key in its answer.
    func redacted(by redactor: Redactor) -> NodeOutcome {
        switch self {
        case .succeeded(let output): return .succeeded(redactor.redact(output))
        case .failed(var failure):
            failure.code = redactor.redact(failure.code)
            failure.message = redactor.redact(failure.message)
            return .failed(failure)
        case .unknown(var reason):
            reason.message = redactor.redact(reason.message)
            return .unknown(reason)
        case .snoozed: return self
        }
    }
}
