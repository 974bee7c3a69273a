import NodeCatalog
import Values
import WorkflowModel

/// What a step would send, with every secret masked. For `--dry-run`.
public struct RequestPreview: Sendable {
    public let method: String
    public let url: String
    /// JSON or text.
    public let body: Value?

    /// Nil for nodes that make no request; the problems when the parameters are not in order.
    public static func preview(
        _ manifest: NodeManifest, parameters: ValueObject, baseURL: String?, at now: Timestamp
    ) throws(ParameterProblems) -> RequestPreview? {
        let checked = try manifest.check(parameters)
        try manifest.checkTimes(checked, at: now)
        guard case .http(let operation) = manifest.implementation else {
            guard manifest.name == NodeName("http.request") else { return nil }
            return RequestPreview(
                method: checked["method"]?.stringValue ?? "GET", url: checked["url"]?.stringValue ?? "", body: checked["body"])
        }
        let masked = Credential(
            name: CredentialName("preview"),
            fields: Dictionary(uniqueKeysWithValues: manifest.credentialFields.map { ($0.name, Secret(Secret.mask)) }))
        let interpreter = OperationInterpreter(manifest: manifest, operation: operation, parameters: checked)
        do throws(PlacedEvaluationError) {
            let request = try interpreter.request(
                baseURL: baseURL ?? manifest.provider?.baseURL ?? "", credential: masked, userAgent: "ulak")
            let text = String(decoding: request.body, as: UTF8.self)
            return RequestPreview(
                method: request.method, url: request.url,
                body: request.body.isEmpty ? nil : (try? JSONReader().read(request.body)) ?? .string(text))
        } catch {
            throw ParameterProblems(problems: [ParameterProblem(parameter: nil, message: error.failure.message)])
        }
    }
}
