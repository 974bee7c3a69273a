import Logging
import RunEngine
import Values
import WorkflowModel

/// `log`: a line for people, and the same line as output, so that the record of the run has it.
struct LogNode: NativeNode {
    let logger: Logger

    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome {
        let message = parameters["message"]?.plainText ?? ""
        var metadata: Logger.Metadata = [
            "event.name": "workflow.log", "cicd.pipeline.name": "\(invocation.workflow)",
            "cicd.pipeline.run.id": "\(invocation.run)", "cicd.pipeline.task.name": "\(invocation.step)",
        ]
        if let data = parameters["data"], !data.isNull { metadata["ulak.data"] = "\(data.jsonText())" }
        logger.log(level: Self.level(parameters["level"]?.stringValue), "\(message)", metadata: metadata)
        return .succeeded(["message": .string(message)])
    }

    private static func level(_ name: String?) -> Logger.Level {
        switch name {
        case "debug": .debug
        case "warning": .warning
        case "error": .error
        default: .info
        }
    }
}
