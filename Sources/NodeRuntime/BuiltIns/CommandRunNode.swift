import Glibc
import NodeCatalog
import RunEngine
import Subprocess
import Values
import WorkflowModel

/// `command.run`: a program with its arguments, never a shell. Off unless the program is on the list of those allowed.
struct CommandRunNode: NativeNode {
    let access: LocalAccess

    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome {
        let command: AllowedCommand
        let folder: LocalPath
        do throws(NodeFailure) {
            command = try access.command(parameters["command"]?.stringValue ?? "")
            folder = try access.path(
                bytes: Array((parameters["folder"]?.stringValue ?? ".").utf8), text: parameters["folder"]?.stringValue ?? ".")
        } catch {
            return .failed(error)
        }
        let arguments = (parameters["arguments"]?.listValue ?? []).map(\.plainText)
        let environment = access.environment(parameters["environment"]?.objectValue ?? [:])
        let texts = arguments + environment.flatMap { [$0.key, $0.value] }
        if texts.contains(where: { $0.utf8.contains(0) }) || environment.keys.contains(where: { $0.isEmpty || $0.contains("=") })
        {
            return .failed(
                NodeFailure(
                    code: "parameter", class: .input, message: "an argument or a variable holds a zero byte, or a name holds `=`")
            )
        }
        let process = CommandProcess(
            command: command, arguments: arguments, environment: environment, folder: folder,
            input: Array((parameters["input"]?.stringValue ?? "").utf8), limit: Int(parameters["max_output"]?.intValue ?? 1 << 20)
        )
        return Self.outcome(await process.run(), parameters)
    }

    private static func outcome(_ ending: CommandProcess.Ending, _ parameters: ValueObject) -> NodeOutcome {
        let isSend = (parameters["effect"]?.stringValue ?? "send") == "send"
        func open(_ kind: UnknownReason.Kind, _ message: String) -> NodeOutcome {
            isSend
                ? .unknown(UnknownReason(kind, message: message))
                : .failed(NodeFailure(code: kind.rawValue, class: .unavailable, message: message))
        }
        switch ending {
        case .notStarted(let message):
            return .failed(NodeFailure(code: "not_started", class: .config, message: message))
        case .cutOff: return open(.timeout, "the command was ended because its time was up or the run was stopped")
        case .lost(let message): return open(.reset, message)
        case .signaled(let signal): return open(.reset, "the command was ended by signal \(signal)")
        case .exited(let code, let output, let error):
            let text = String(decoding: output.bytes, as: UTF8.self), complaint = String(decoding: error.bytes, as: UTF8.self)
            func codes(_ name: String) -> [Int64] { parameters[name]?.listValue?.compactMap(\.intValue) ?? [] }
            if codes("expect").contains(Int64(code)) {
                let data = try? JSONReader().read(output.bytes)
                return .succeeded([
                    "exit_code": .int(Int64(code)), "output": .string(text), "error": .string(complaint),
                    "json": data.map { $0.objectValue != nil || $0.listValue != nil ? $0 : .null } ?? .null,
                    "is_truncated": .bool(output.isTruncated || error.isTruncated),
                ])
            }
            let last = complaint.split(whereSeparator: \.isNewline).last.map { ": \($0.prefix(300))" } ?? ""
            return .failed(
                NodeFailure(
                    code: "exit_\(code)", class: codes("unavailable_on").contains(Int64(code)) ? .unavailable : .input,
                    message: "the command ended with \(code)\(last)"))
        }
    }
}
