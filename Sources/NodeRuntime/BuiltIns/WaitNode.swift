import RunEngine
import Values
import WorkflowModel

/// `wait`: snoozes until the due time, which counts from the first start, so that a restart does not make the wait longer.
struct WaitNode: NativeNode {
    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome {
        let due: Timestamp? =
            if let duration = parameters["duration"]?.stringValue.flatMap({ Duration(text: $0) }) {
                invocation.firstStartedAt + duration
            } else {
                parameters["until"]?.stringValue.flatMap { Timestamp(text: $0) }
            }
        guard let due else {
            return .failed(NodeFailure(code: "parameter", class: .input, message: "`wait` needs either `duration` or `until`"))
        }
        if invocation.now < due { return .snoozed(until: due) }
        return .succeeded(["until": .string(due.description)])
    }
}
