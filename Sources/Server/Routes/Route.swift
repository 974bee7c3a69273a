import Diagnostics
import RunEngine
import Values
import WorkflowModel

/// One trigger that listens on a path.
struct Route: Sendable {
    enum Kind: Sendable {
        case webhook(WebhookRoute)
        case deliveryReport(DeliveryReportRoute)
    }

    let key: TriggerKey
    let node: NodeName
    let kind: Kind
    /// With `secret_path`, the secret's place is the last part.
    let pattern: PathPattern
    let methods: [String]
    let location: SourceLocation

    /// The name of the last part when it is a secret. Not a name that an author can give to a place.
    static let secretPlace = "(secret)"

    /// Nil for a trigger that listens on no path.
    init?(_ trigger: PlannedTrigger, of plan: Plan) throws(RouteProblem) {
        key = TriggerKey(plan.workflow, trigger.id)
        node = trigger.node
        location = trigger.location
        let key = key
        func unusable(_ message: String) -> RouteProblem {
            RouteProblem(.unusable, key, message, at: trigger.location)
        }
        let provider = DeliveryReportProvider(node: trigger.node)
        guard provider != nil || trigger.node == NodeName("webhook") else { return nil }
        var pattern: PathPattern
        do throws(PathPatternError) {
            pattern = try PathPattern(trigger.parameters["path"]?.stringValue ?? "")
        } catch {
            throw unusable(error.description)
        }
        do throws(RouteSettingError) {
            if let provider {
                let report = try DeliveryReportRoute(provider, trigger.parameters)
                if provider.hasSecretPath { pattern = PathPattern(parts: pattern.parts + [.place(Self.secretPlace)]) }
                kind = .deliveryReport(report)
                methods = ["POST"]
            } else {
                let webhook = try WebhookRoute(trigger, of: plan)
                if case .secretPath = webhook.auth { pattern = PathPattern(parts: pattern.parts + [.place(Self.secretPlace)]) }
                kind = .webhook(webhook)
                methods = (trigger.parameters["methods"]?.listValue ?? ["POST"]).compactMap(\.stringValue)
            }
        } catch {
            throw unusable(error.message)
        }
        self.pattern = pattern
    }

    /// The names of the places with what stood there; the secret is not among them.
    func places(_ values: [String]) -> (places: ValueObject, secret: String?) {
        var places = ValueObject()
        var secret: String?
        var index = 0
        for case .place(let name) in pattern.parts {
            if name == Self.secretPlace { secret = values[index] } else { places.set(name, to: .string(values[index])) }
            index += 1
        }
        return (places, secret)
    }

    /// The credential that the callers are checked with, and the fields of which one at least must be there.
    var credential: (name: CredentialName, fields: [String])? {
        switch kind {
        case .webhook(let webhook): webhook.auth.credential
        case .deliveryReport(let report): (report.credential, ["secret"])
        }
    }
}

/// A parameter of a trigger that cannot be used.
struct RouteSettingError: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
