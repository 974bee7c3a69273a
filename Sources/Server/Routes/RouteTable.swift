import Diagnostics
import RunEngine
import Values
import WorkflowModel

/// Every path that workflows listen on: a value, made from plans and replaced as a whole when files change.
public struct RouteTable: Sendable {
    let tree: PathTree<Route>
    /// In the order of the plans and their triggers.
    let routes: [Route]

    public static let empty = RouteTable(tree: PathTree(), routes: [])

    /// Paths that belong to the server itself.
    private static let reserved: Set<String> = ["api", "healthz", "readyz", "metrics"]

    /// The table of these plans, and everything that keeps a trigger out of it. Of two that want one route, the one that comes first
    /// has it.
    public static func build(_ plans: some Sequence<Plan>) -> (table: RouteTable, problems: [RouteProblem]) {
        var tree = PathTree<Route>()
        var routes: [Route] = []
        var problems: [RouteProblem] = []
        for plan in plans {
            for trigger in plan.triggers {
                do throws(RouteProblem) {
                    guard let route = try Route(trigger, of: plan) else { continue }
                    if case .text(let first)? = route.pattern.parts.first, reserved.contains(first) {
                        throw RouteProblem(.reserved, route.key, "`/\(first)` belongs to Ulak itself", at: trigger.location)
                    }
                    for method in route.methods {
                        guard let other = tree.element(at: route.pattern, method: method) else { continue }
                        throw RouteProblem(
                            .taken, route.key, "\(method) `\(route.pattern)` is taken by trigger `\(other.key)`",
                            at: trigger.location,
                            other: (other.key, other.location))
                    }
                    for method in route.methods { tree.insert(route, at: route.pattern, method: method) }
                    routes.append(route)
                } catch {
                    problems.append(error)
                }
            }
        }
        return (RouteTable(tree: tree, routes: routes), problems)
    }

    /// What is listened on, for logs and lists: `POST /orders/{id}`.
    public var descriptions: [(trigger: TriggerKey, route: String)] {
        routes.map { ($0.key, "\($0.methods.joined(separator: ",")) \($0.pattern)") }
    }

    /// The credentials that the routes need, with the fields that one of each group must have.
    public var credentials: [(trigger: TriggerKey, name: CredentialName, fields: [String])] {
        routes.compactMap { route in route.credential.map { (route.key, $0.name, $0.fields) } }
    }
}

/// Why a trigger has no route.
public struct RouteProblem: Error, Sendable {
    public enum Kind: String, Sendable {
        case taken
        case reserved
        case unusable
    }

    public let kind: Kind
    public let trigger: TriggerKey
    public let message: String
    public let location: SourceLocation
    /// The trigger that has the route, and where it stands.
    public let other: (trigger: TriggerKey, location: SourceLocation)?

    init(
        _ kind: Kind, _ trigger: TriggerKey, _ message: String, at location: SourceLocation,
        other: (TriggerKey, SourceLocation)? = nil
    ) {
        self.kind = kind
        self.trigger = trigger
        self.message = message
        self.location = location
        self.other = other
    }

    /// The problem with both places.
    public var diagnostic: Diagnostic {
        let code: RouteCode =
            switch kind {
            case .taken: .taken
            case .reserved: .reserved
            case .unusable: .unusable
            }
        return Diagnostic(
            code, "trigger `\(trigger)`: \(message)", at: location,
            label: kind == .unusable ? nil : "give it another path",
            related: other.map { [.init(location: $0.location, message: "the other one")] } ?? [])
    }
}

/// What can be wrong with the routes of a folder of workflows.
public enum RouteCode: String, DiagnosticCode {
    /// Two workflows on one route.
    case taken = "SRV001"
    /// A path of Ulak's own.
    case reserved = "SRV002"
    /// The parameters make no route.
    case unusable = "SRV003"
}
