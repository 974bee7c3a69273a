import NodeCatalog
import Sandbox
import Values

/// The messages of the sandbox for a terminal.
enum InboxText {
    static func text(_ messages: [SandboxMessage]) -> String {
        text(messages.map(\.value))
    }

    /// - Parameter messages: as `/inbox.json` has them.
    static func text(_ messages: [Value]) -> String {
        guard !messages.isEmpty else { return "The sandbox received no messages.\n" }
        var text = "The sandbox received \(messages.count == 1 ? "1 message" : "\(messages.count) messages"):\n"
        for message in messages {
            func field(_ name: String) -> String { message[name]?.plainText ?? "" }
            text +=
                "  \(field("provider"))  \(field("sender")) → \(field("recipient"))  (\(field("segments")) SMS, \(field("encoding")))\n"
            if let reason = message["reason"]?.stringValue { text += "    \(field("state")): \(reason)\n" }
            text += field("text").split(separator: "\n", omittingEmptySubsequences: false).map { "    │ \($0)\n" }.joined()
        }
        return text
    }
}
