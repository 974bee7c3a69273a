import RunEngine
import ServiceLifecycle
import WorkflowModel

/// Watches the world for all triggers of one kind, and hands what happens to the intake.
///
/// What implementers owe:
/// - A workflow comes, changes and goes while the service runs; none of that disturbs other workflows.
/// - Nothing is lost between two calls: what happens while a workflow is being changed belongs to the old or to the new one.
public protocol TriggerService: Service {
    /// Takes the triggers of its kind from the plan, in the place of those that the workflow had.
    func install(_ plan: Plan) async throws(IntakeError)
    /// The workflow is not there any more.
    func remove(_ workflow: WorkflowName) async
}
