import RunEngine
import Values
import WorkflowModel

/// `respond`: the output is the answer to a webhook's caller; the server takes it from the journal.
struct RespondNode: ComputingNode {
    func outcome(_ parameters: ValueObject) -> NodeOutcome {
        let headers = parameters["headers"]?.objectValue ?? [:]
        for (name, value) in headers {
            guard Self.isHeaderName(name) else { return Self.refused("`\(name)` is no name of a header") }
            switch value {
            case .list, .object, .null: return Self.refused("the header `\(name)` is \(value.kindName), expected text")
            case .string(let text)
            where text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }):
                return Self.refused("the header `\(name)` has a line end or another control character in it")
            default: break
            }
        }
        return .succeeded([
            "status": parameters["status"] ?? 200,
            "headers": .object(ValueObject(headers.map { ($0.key, .string($0.value.stringValue ?? $0.value.jsonText())) })),
            "body": parameters["body"] ?? .null,
        ])
    }

    private static func refused(_ message: String) -> NodeOutcome {
        .failed(NodeFailure(code: "parameter", class: .input, message: message))
    }

    /// RFC 9110, 5.6.2.
    private static func isHeaderName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
