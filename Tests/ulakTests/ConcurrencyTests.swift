import Foundation
import Testing
import Values

/// `concurrency` where runs of one group are in the hands of several processes.
@Suite("Groups of runs in several processes")
struct ConcurrencyTests {
    private static func workflow(_ onLimit: String) -> String {
        """
        name: one
        inputs: { hold: { type: boolean, default: false } }
        concurrency: { limit: 1, on_limit: \(onLimit) }
        triggers: { call: { uses: webhook, with: { path: /one, auth: none } } }
        steps:
          pause: { uses: wait, if: inputs.hold, with: { duration: 1h } }
          note: { uses: log, needs: [pause], with: { message: done } }
        """
    }

    /// A run that keeps its place until somebody ends it.
    private static func holder(_ program: Program) async throws -> (process: BackgroundProgram, run: String) {
        let process = try BackgroundProgram(program, ["run", "workflows/one.yaml", "--input", "hold=true"])
        let run = try #require(await seen(process, /run ([0-9a-z]{26})\n/))
        return (process, run)
    }

    /// What the pattern finds as soon as the program has written it; nil when it ends without.
    private static func seen(_ process: BackgroundProgram, _ pattern: Regex<(Substring, Substring)>) async -> String? {
        for await text in process.texts {
            if let match = text.firstMatch(of: pattern) { return String(match.output.1) }
        }
        return nil
    }

    private static func status(of run: String, _ program: Program) async throws -> Value? {
        try Value(json: try await program.run("runs", "show", run, "--json").output)["status"]
    }

    private static func withWorkflow(_ onLimit: String, _ body: (Program) async throws -> Void) async throws {
        try await Program.withProgram { program in
            try program.write(workflow(onLimit), to: "workflows/one.yaml")
            try await body(program)
        }
    }

    @Test("skip: a second run does not start, and says which one is in the way")
    func skip() async throws {
        try await Self.withWorkflow("skip") { program in
            let (holder, run) = try await Self.holder(program)
            let refused = try await program.run("run", "workflows/one.yaml")
            #expect(refused.status == 1)
            #expect(
                refused.error == """
                    error: `one` does not start: its group has no room, and `on_limit` is `skip`
                      = help: open: `\(run)`

                    """)
            #expect(try Value(json: try await program.run("runs", "list", "--json").output).listValue?.count == 1)
            let cancel = try await program.run("runs", "cancel", run)
            #expect(cancel.status == 0)
            #expect(cancel.error == "The process that has run \(run) in hand has ended it: cancelled.\n")
            #expect(await holder.ending().status == 1)
            #expect(holder.text.contains("stopping: no step starts any more, what is being sent is awaited\n"))
            #expect(try await program.run("run", "workflows/one.yaml").status == 0)
        }
    }

    @Test("queue: a second run waits until the first has ended, then begins by itself")
    func queue() async throws {
        try await Self.withWorkflow("queue") { program in
            let (holder, run) = try await Self.holder(program)
            let second = try BackgroundProgram(program, ["run", "workflows/one.yaml"])
            let open = await Self.seen(second, /waits for room in its group; open: `([0-9a-z]{26})`\n/)
            #expect(open == run)
            // A third one gives up its place; the first alone is in the way of the second.
            let third = try BackgroundProgram(program, ["run", "workflows/one.yaml"])
            let id = try #require(await Self.seen(third, /run ([0-9a-z]{26}) waits/))
            third.send(SIGINT)
            #expect(await third.ending().status == 1)
            #expect(try await Self.status(of: id, program) == "cancelled")
            #expect(second.isRunning)
            holder.send(SIGINT)
            #expect(await holder.ending().status == 1)
            #expect(await second.ending().status == 0)
        }
    }

    @Test("cancel_oldest: a second run takes the place of the first, whoever has that in hand")
    func cancelOldest() async throws {
        try await Self.withWorkflow("cancel_oldest") { program in
            let (holder, run) = try await Self.holder(program)
            #expect(try await program.run("run", "workflows/one.yaml").status == 0)
            #expect(await holder.ending().status == 1)
            #expect(try await Self.status(of: run, program) == "cancelled")
            // And one that nobody has in hand any more.
            let (killed, left) = try await Self.holder(program)
            killed.send(SIGKILL)
            #expect(await killed.ending().wasKilled)
            #expect(try await program.run("run", "workflows/one.yaml").status == 0)
            #expect(try await Self.status(of: left, program) == "cancelled")
        }
    }

    @Test("a run whose process is killed while it waits for its turn is gone on with, in its turn")
    func killedInTheQueue() async throws {
        try await Self.withWorkflow("queue") { program in
            let (holder, run) = try await Self.holder(program)
            let second = try BackgroundProgram(program, ["run", "workflows/one.yaml"])
            let id = try #require(await Self.seen(second, /run ([0-9a-z]{26}) waits/))
            second.send(SIGKILL)
            #expect(await second.ending().wasKilled)
            // It has no room yet, and keeps nobody waiting.
            let early = try await program.run("runs", "resume")
            #expect(early.status == 1)
            #expect(try await Self.status(of: id, program) == "queued")
            #expect(try await program.run("runs", "cancel", run).status == 0)
            _ = await holder.ending()
            #expect(try await program.run("runs", "resume").status == 0)
            #expect(try await Self.status(of: id, program) == "succeeded")
        }
    }

    @Test("a daemon and commands wait for each other, and the daemon goes on with what a killed command left")
    func daemon() async throws {
        try await Self.withWorkflow("queue") { program in
            let daemon = try await RunningDaemon(program)
            let (holder, run) = try await Self.holder(program)
            let queued = try #require(try await daemon.post("/one", "{}").body["run"]?.stringValue)
            #expect(try await daemon.get("/api/v1/runs/\(queued)").body["status"] == "queued")
            let command = try BackgroundProgram(program, ["run", "workflows/one.yaml"])
            #expect(await Self.seen(command, /waits for room in its (group); open/) != nil)
            holder.send(SIGINT)
            _ = await holder.ending()
            // The daemon's run came first; the command's begins when that has ended.
            try await daemon.eventually("/api/v1/runs/\(queued)", "the daemon's run ends") { $0["status"] == "succeeded" }
            #expect(await command.ending().status == 0)
            #expect(try await Self.status(of: run, program) == "cancelled")

            let (killed, left) = try await Self.holder(program)
            killed.send(SIGKILL)
            #expect(await killed.ending().wasKilled)
            try await daemon.eventually("/api/v1/runs/\(left)", "the daemon waits in its place") { $0["status"] == "waiting" }
            // From the command line, the daemon ends what a command has in hand.
            #expect(try await program.run("runs", "cancel", left).status == 0)
            let (last, other) = try await Self.holder(program)
            let cancelled = try await program.run("runs", "cancel", other)
            #expect(cancelled.status == 0, "\(cancelled.error)")
            #expect(await last.ending().status == 1)
            #expect(try await Self.status(of: other, program) == "cancelled")
            #expect(await daemon.end() == 0)
        }
    }

    @Test("runs that a run starts wait for each other's places, too")
    func children() async throws {
        for (onLimit, expected) in [("queue", 0), ("skip", 1)] as [(String, Int32)] {
            try await Self.withWorkflow(onLimit) { program in
                try program.write(
                    """
                    name: parent
                    steps:
                      each:
                        uses: workflow.run
                        for_each: "[1, 2, 3]"
                        concurrency: 3
                        with: { workflow: one }
                    """, to: "workflows/parent.yaml")
                if onLimit == "skip" {
                    let (holder, _) = try await Self.holder(program)
                    let result = try await program.run("run", "workflows/parent.yaml")
                    #expect(result.status == expected)
                    #expect(result.error.contains("its `concurrency` has no room, and `on_limit` is `skip`"), "\(result.error)")
                    holder.send(SIGINT)
                    _ = await holder.ending()
                } else {
                    let result = try await program.run("run", "workflows/parent.yaml")
                    #expect(result.status == expected, "\(result.error)")
                }
            }
        }
    }

    @Test("of many commands at once no more than the limit go, and all end, although some are killed")
    func many() async throws {
        try await Program.withProgram { program in
            try program.write(
                """
                name: many
                concurrency: { limit: 2 }
                steps:
                  pause: { uses: wait, with: { duration: 300ms } }
                """, to: "many.yaml")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let process = try BackgroundProgram(program, ["run", "many.yaml"])
                        if number % 4 == 0, await Self.seen(process, /run ([0-9a-z]{26})/) != nil { process.send(SIGKILL) }
                        let ending = await process.ending()
                        #expect(ending.wasKilled || ending.status == 0)
                        // Somebody goes on with what the killed one had in hand, or the others would wait for ever.
                        while number % 4 == 0, try await program.run("runs", "resume").status != 0 {}
                    }
                }
                try await group.waitForAll()
            }
            let runs = try Value(json: try await program.run("runs", "list", "--json").output).listValue ?? []
            #expect(runs.count == 8 && runs.allSatisfy { $0["status"] == "succeeded" }, "\(runs)")
            // From the first step to the end; where an end and a beginning fall together, the end came first.
            var marks: [(at: String, change: Int)] = []
            for run in runs {
                let whole = try Value(json: try await program.run("runs", "show", run["run"]?.stringValue ?? "", "--json").output)
                marks.append((try #require(whole["steps"]?[0]?["attempts"]?[0]?["started_at"]?.stringValue), 1))
                marks.append((try #require(whole["finished_at"]?.stringValue), -1))
            }
            var open = 0, most = 0
            for mark in marks.sorted(by: { ($0.at, $0.change) < ($1.at, $1.change) }) {
                open += mark.change
                most = max(most, open)
            }
            #expect(most <= 2)
        }
    }
}
