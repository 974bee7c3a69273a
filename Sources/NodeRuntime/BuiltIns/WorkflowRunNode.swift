import RunEngine
import Values
import WorkflowModel

/// `workflow.run`: starts a run of another workflow and, unless told otherwise, waits for its end.
///
/// The run is started once for each attempt, whatever crashes: the attempt is what a repeated call is recognised by.
struct WorkflowRunNode: NativeNode {
    let subworkflows: (any Subworkflows)?

    /// A run that is waited for without a limit of its own is looked at this often, should its end ever be missed.
    private static let longestSilence = Duration.seconds(24 * 3600)

    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome {
        guard let subworkflows else {
            return .failed(
                NodeFailure(code: "unsupported", class: .config, message: "`workflow.run` cannot start runs in this command"))
        }
        let call = SubworkflowCall(
            workflow: WorkflowName(parameters["workflow"]?.stringValue ?? ""),
            inputs: parameters["inputs"]?.objectValue ?? [:], parent: invocation.run,
            caller: AttemptKey(step: invocation.step, item: invocation.item, attempt: invocation.attempt))
        do throws(SubworkflowError) {
            let run = try await subworkflows.start(call)
            guard parameters["wait"]?.boolValue != false else {
                return .succeeded(["run": .string(run.rawValue), "status": "started", "outputs": [:]])
            }
            guard let snapshot = try await subworkflows.snapshot(of: run), snapshot.status.isFinal else {
                return .snoozed(until: invocation.now + Self.longestSilence, awaiting: .end(of: run))
            }
            return outcome(of: snapshot)
        } catch {
            return .failed(error.failure)
        }
    }

    private func outcome(of snapshot: RunSnapshot) -> NodeOutcome {
        switch snapshot.result {
        case .succeeded?:
            let outputs = snapshot.steps.filter { $0.status == .succeeded }.map { ($0.id.rawValue, $0.output) }
            return .succeeded([
                "run": .string(snapshot.run.rawValue), "status": "succeeded", "outputs": .object(ValueObject(outputs)),
            ])
        case .failed(let step, let failure)?:
            // What the run did before it failed would be done again by another one, so this is never tried again by default.
            return .failed(
                NodeFailure(
                    code: failure.code, class: .input,
                    message: "run `\(snapshot.run)` of `\(snapshot.workflow)` failed at `\(step)`: \(failure.message)"))
        case .cancelled?, nil:
            return .failed(
                NodeFailure(
                    code: "cancelled", class: .input, message: "run `\(snapshot.run)` of `\(snapshot.workflow)` was cancelled"))
        }
    }
}
