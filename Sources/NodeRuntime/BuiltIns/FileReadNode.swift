import Foundation
import NodeCatalog
import RunEngine
import Values
import WorkflowModel

/// `file.read`: the text of a file.
struct FileReadNode: NativeNode {
    let access: LocalAccess

    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome {
        await BlockingWork.run { _ in
            do throws(NodeFailure) {
                return .succeeded(try read(parameters))
            } catch {
                return .failed(error)
            }
        }
    }

    private func read(_ parameters: ValueObject) throws(NodeFailure) -> Value {
        let file = try OpenFile(reading: access.path(parameters))
        let limit = parameters["max_bytes"]?.intValue ?? 0
        var bytes = [UInt8](repeating: 0, count: Int(min(file.size, limit)) + 1)
        let count = try file.read(into: &bytes)
        guard count <= limit else {
            throw NodeFailure(
                code: "too_large", class: .input,
                message: "`\(file.path.text)` has more than \(limit) bytes, the limit of `max_bytes`")
        }
        bytes.removeLast(bytes.count - count)
        let encoding = parameters["encoding"]?.stringValue ?? ""
        let text: String
        if encoding == "base64" {
            text = Data(bytes).base64EncodedString()
        } else {
            guard let decoded = (TextEncoding(rawValue: encoding) ?? .utf8).decode(bytes) else {
                throw NodeFailure(
                    code: "encoding", class: .input,
                    message:
                        "`\(file.path.text)` is no \(encoding) text; try `encoding: windows-1254`, or `base64` for what is no text"
                )
            }
            text = decoded
        }
        return [
            "text": .string(text), "size": .int(Int64(count)), "modified_at": .string(file.modifiedAt.description),
        ]
    }
}
