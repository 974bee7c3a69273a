import ArgumentParser
import RunEngine
import Values
import WorkflowModel

/// `ulak runs resolve`: a person says what became of a message, and the run goes on.
struct RunsResolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve", abstract: "Say whether a message was sent where nobody knows, and go on with the run.",
        discussion: """
            Look at the provider's panel first. With --sent the step has succeeded, without an output; with --not-sent it is sent
            again.

              ulak runs resolve last notify --sent
            """)

    @Argument(help: "The run's id, the beginning of one, or `last`.")
    var run: String

    @Argument(help: "The step.")
    var step: String

    @Option(help: "The item of a `for_each`, counted from 0.")
    var item: Int?

    @Flag(help: "The message was sent.")
    var sent = false

    @Flag(help: "The message was not sent.")
    var notSent = false

    @Flag(help: "Print the run as JSON when it has ended.")
    var json = false

    @OptionGroup var options: RunsOptions

    func validate() throws {
        guard sent != notSent else { throw ValidationError("Say either --sent or --not-sent.") }
    }

    func run() async throws {
        let project = options.project
        let (snapshot, source) = try await project.openRun(run)
        let held = snapshot.heldSends
        guard let send = held.first(where: { $0.key.step.rawValue == step && $0.key.item == item }) else {
            let open = held.map { send in "`\(send.key.step)`" + (send.key.item.map { " --item \($0)" } ?? "") }
            throw CommandFailure(
                message: "step `\(step)` of run `\(snapshot.run)` has nothing to settle",
                help: open.isEmpty ? [] : ["open are " + open.joined(separator: ", ")]
            ).report()
        }
        var settled: ValueObject = ["step": .string(step), "sent": .bool(sent)]
        if let item { settled.set("item", to: .int(Int64(item))) }
        if try await project.askedDaemon("resolve", snapshot.run.rawValue, .object(settled), said: "goes on with") { return }
        let status = try await project.goOn(
            snapshot, source, commands: [.resolve(send.key, sent: sent)], inSandbox: options.sandbox, json: json)
        if status != .success { throw status }
    }
}
