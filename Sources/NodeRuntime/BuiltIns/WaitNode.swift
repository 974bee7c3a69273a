import RunEngine
import Values
import WorkflowModel

/// `wait`: snoozes until the due time, which counts from the first start, so that a restart does not make the wait longer; or
/// until an event has come.
struct WaitNode: NativeNode {
    let event: (@Sendable (EventKey) async throws(JournalError) -> AwaitedEvent?)?

    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome {
        if let name = parameters["event"]?.stringValue { return await wait(for: name, parameters, invocation) }
        let due: Timestamp? =
            if let duration = duration("duration", parameters) {
                invocation.firstStartedAt + duration
            } else {
                parameters["until"]?.stringValue.flatMap { Timestamp(text: $0) }
            }
        guard let due else { return Self.incomplete("`wait` needs either `duration` or `until`") }
        if invocation.now < due { return .snoozed(until: due) }
        return .succeeded(output(due, arrived: nil))
    }

    private func wait(for name: String, _ parameters: ValueObject, _ invocation: NodeInvocation) async -> NodeOutcome {
        guard let key = parameters["key"]?.stringValue, let timeout = duration("timeout", parameters) else {
            return Self.incomplete("`event` needs `key` and `timeout`")
        }
        let awaited = EventKey(name: name, key: key), due = invocation.firstStartedAt + timeout
        do throws(JournalError) {
            // An event that came before the step began counts as well: reports are often faster than the next step.
            if let found = try await event?(awaited) { return .succeeded(output(due, arrived: found)) }
        } catch {
            return .failed(NodeFailure(code: "journal", class: .unavailable, message: error.message))
        }
        if invocation.now < due { return .snoozed(until: due, awaiting: awaited) }
        guard parameters["on_timeout"]?.stringValue == "fail" else {
            return .succeeded(["until": .string(due.description), "arrived": false, "event": .null])
        }
        return .failed(NodeFailure(code: "timeout", class: .input, message: "`\(name)` for `\(key)` did not come in time"))
    }

    private func output(_ due: Timestamp, arrived: AwaitedEvent?) -> Value {
        [
            "until": .string(due.description), "arrived": arrived == nil ? .null : true, "event": arrived?.data ?? .null,
        ]
    }

    private func duration(_ name: String, _ parameters: ValueObject) -> Duration? {
        parameters[name]?.stringValue.flatMap { Duration(text: $0) }
    }

    private static func incomplete(_ message: String) -> NodeOutcome {
        .failed(NodeFailure(code: "parameter", class: .input, message: message))
    }
}
