import ArgumentParser
import NodeRuntime
import Values

/// `ulak sandbox inbox`: what a running sandbox received.
struct SandboxInboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox", abstract: "Show the messages that a running sandbox received.")

    @Option(help: "The sandbox's port.")
    var port: Int = 8025

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let transport = HTTPClientTransport()
        let url = "http://127.0.0.1:\(port)/inbox.json"
        let exchange = await transport.send(
            HTTPRequest(method: "GET", url: url, headers: [("Accept", "application/json")]), timeout: .seconds(5))
        try? await transport.shutdown()
        guard case .answered(let response) = exchange, response.status == 200, let inbox = try? JSONReader().read(response.body)
        else {
            throw CommandFailure(
                message: "no sandbox answers at \(url)", help: ["start one with `ulak sandbox --port \(port)`"]
            ).report(.runFailed)
        }
        Terminal.output.write(
            json ? inbox.jsonText(.indented) + "\n" : InboxText.text(inbox["messages"]?.listValue ?? inbox.listValue ?? []))
    }
}
