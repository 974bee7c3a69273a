import Values
import WorkflowModel

/// Which of the providers that a step names under `via:` an attempt goes through.
public struct AttemptRoute: Equatable, Sendable {
    /// From 0, in the order of the file.
    public var place: Int
    public var provider: String
    public var node: NodeName

    public init(place: Int, provider: String, node: NodeName) {
        self.place = place
        self.provider = provider
        self.node = node
    }
}

extension AttemptRoute {
    var json: Value {
        ["place": .int(Int64(place)), "provider": .string(provider), "node": .string(node.rawValue)]
    }

    init(_ members: RecordMembers) throws(RecordError) {
        self.init(
            place: Int(try members.int("place")), provider: try members.text("provider"),
            node: NodeName(try members.text("node")))
    }
}
