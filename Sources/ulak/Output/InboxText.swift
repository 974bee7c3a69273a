import Sandbox

/// The messages of the sandbox for a terminal.
enum InboxText {
    static func text(_ messages: [SandboxMessage]) -> String {
        guard !messages.isEmpty else { return "\nThe sandbox received no messages.\n" }
        var text = "\nThe sandbox received \(messages.count == 1 ? "1 message" : "\(messages.count) messages"):\n"
        for message in messages {
            let size = "\(message.segments) SMS, \(message.encoding)"
            text += "  \(message.provider.rawValue)  \(message.sender) → \(message.recipient)  (\(size))\n"
            text += message.text.split(separator: "\n", omittingEmptySubsequences: false).map { "    │ \($0)\n" }.joined()
        }
        return text
    }
}
