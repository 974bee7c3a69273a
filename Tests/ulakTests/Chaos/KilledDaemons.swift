import Foundation
import Randomness
import Sandbox
import Synchronization
import Testing
import Values

/// Daemons on one folder that are killed at random moments, also while they start, under a load of calls, files and the clock.
struct KilledDaemons {
    let program: Program
    let sandbox: Sandbox
    let kills: Int
    var random: SplitMix64
    /// Of this test alone: after a kill another daemon may have the port that callers still call.
    private let path = "/order-\(UUID().uuidString.lowercased())"

    init(program: Program, sandbox: Sandbox, kills: Int, random: SplitMix64) {
        self.program = program
        self.sandbox = sandbox
        self.kills = kills
        self.random = random
    }

    /// What callers have got for an answer. A call that is not answered is made again under its key, as a careful caller does.
    private final class Calls: Sendable {
        private struct State {
            var next = 0
            var again: [Int] = []
            var runs: [Int: String] = [:]
            var violations: [String] = []
        }

        private let state = Mutex(State())

        func begin() -> Int {
            state.withLock { state in
                if let number = state.again.popLast() { return number }
                state.next += 1
                return state.next - 1
            }
        }

        /// - Parameter run: nil when there was no answer.
        func end(_ number: Int, run: String?) {
            state.withLock { state in
                guard let run else { return state.again.append(number) }
                if let known = state.runs[number], known != run {
                    state.violations.append("call \(number) was told of the runs \(known) and \(run)")
                }
                state.runs[number] = run
            }
        }

        var open: Int { state.withLock { $0.again.count } }
        var runs: [Int: String] { state.withLock { $0.runs } }
        var violations: [String] { state.withLock { $0.violations } }
    }

    private static let defaults = """
        defaults:
          retry: { attempts: 3, delay: 20ms, max_delay: 200ms }
          timeout: 3s
        """

    /// Sends behind calls, files and the clock.
    static let workflows = [
        "order": """
        name: order
        \(defaults)
        triggers:
          call: { uses: webhook, with: { path: /order, auth: none, dedupe: trigger.body.n } }
        steps:
          first:
            uses: iletimerkezi.send_sms
            credential: iletimerkezi
            on_error: continue
            with: { sender: DEMOCO, to: "905550000001", text: "${{ run.id }} first", iys: false }
          fallback:
            uses: turkeysms.send_sms
            credential: turkeysms
            needs: [first]
            when: any_failed
            with: { sender: DEMOCO, to: "905550000002", text: "${{ run.id }} fallback" }
          pause: { uses: wait, needs: [first], with: { duration: 100ms } }
          last:
            uses: turkeysms.send_sms
            credential: turkeysms
            needs: [pause]
            on_error: continue
            with: { sender: DEMOCO, to: "905550000003", text: "${{ run.id }} last" }
        """,
        "drop": """
        name: drop
        \(defaults)
        triggers: { file: { uses: file_watch, with: { folder: inbox, settle: 20ms } } }
        steps:
          tell:
            uses: iletimerkezi.send_sms
            credential: iletimerkezi
            with: { sender: DEMOCO, to: "905550000004", text: "${{ run.id }} tell", iys: false }
        """,
        "tick": """
        name: tick
        \(defaults)
        triggers: { second: { uses: cron, with: { schedule: "* * * * * *", timezone: Europe/Istanbul, on_missed: once } } }
        steps:
          ring:
            uses: iletimerkezi.send_sms
            credential: iletimerkezi
            with: { sender: DEMOCO, to: "905550000005", text: "${{ run.id }} ring", iys: false }
        """,
    ]

    mutating func play() async throws -> ChaosAccount {
        for (name, text) in Self.workflows {
            try program.write(text.replacing("path: /order", with: "path: \(path)"), to: "workflows/\(name).yaml")
        }
        let calls = Calls()
        var account = ChaosAccount(), files = 0
        for _ in 0..<kills * 3 where account.kills < kills {
            // From the start of the process: a start takes about half of the shortest of these lives.
            let moment = Duration.milliseconds(Int.random(in: 60...1100, using: &random))
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                try program.write("row \(files)", to: "inbox/file-\(files).txt")
                files += 1
            }
            let daemon: RunningDaemon
            do {
                daemon = try await RunningDaemon(program, killedAfter: moment)
            } catch let failure as RunningDaemon.DaemonDidNotStart where failure.wasKilled {
                account.kills += 1
                continue
            } catch let failure as RunningDaemon.DaemonDidNotStart {
                account.violations.append("a daemon did not start: \(failure.log)")
                continue
            }
            let load = load(daemon, calls, seed: random.next())
            if await daemon.ending().wasKilled { account.kills += 1 }
            // A client would try to connect to a daemon that is gone for as long as it has time.
            load.cancel()
            await load.value
        }
        try await finish(calls, files, &account)
        return account
    }

    /// Three callers who call while the daemon lives.
    private func load(_ daemon: RunningDaemon, _ calls: Calls, seed: UInt64) -> Task<Void, Never> {
        Task { [path] in
            await withTaskGroup(of: Void.self) { group in
                for caller in 0..<3 as Range<UInt64> {
                    group.addTask {
                        var random = SplitMix64(seed: seed &+ caller)
                        while daemon.isRunning {
                            await Self.call(daemon, calls, path)
                            try? await ContinuousClock().sleep(for: .milliseconds(Int.random(in: 5...60, using: &random)))
                        }
                    }
                }
            }
        }
    }

    private static func call(_ daemon: RunningDaemon, _ calls: Calls, _ path: String) async {
        let number = calls.begin()
        let answer = try? await daemon.post(path, #"{"n": \#(number)}"#)
        let isTaken = answer?.status == 202 || answer?.status == 409
        calls.end(number, run: isTaken ? answer?.body["run"]?.stringValue : nil)
    }

    /// Lets everything end in a life that nobody cuts short, and takes stock.
    private func finish(_ calls: Calls, _ files: Int, _ account: inout ChaosAccount) async throws {
        // On a machine that is busy with something else no other life may have lasted until the clock struck.
        let last = try await RunningDaemon(program)
        try await last.eventually("/api/v1/runs?workflow=tick&limit=1", "the clock strikes") {
            $0["runs"]?.listValue?.isEmpty == false
        }
        _ = await last.end()
        try FileManager.default.removeItem(at: program.folder.appending(path: "workflows/tick.yaml"))
        let daemon = try await RunningDaemon(program)
        for _ in 0..<1000 where calls.open > 0 { await Self.call(daemon, calls, path) }
        try await daemon.eventually("/api/v1/runs?workflow=drop&limit=1000", "every file has a run", seconds: 60) {
            ($0["runs"]?.listValue ?? []).count == min(files, 1000)
        }
        try await daemon.untilNothingIsOpen(seconds: 60)
        var instants: [String: Int] = [:]
        for tick in try await daemon.get("/api/v1/runs?workflow=tick&limit=1000").body["runs"]?.listValue ?? [] {
            let run = try await daemon.get("/api/v1/runs/\(tick["run"]?.stringValue ?? "")").body
            instants[run["trigger"]?["data"]?["scheduled_at"]?.stringValue ?? "none", default: 0] += 1
        }
        let twice = instants.filter { $0.key == "none" || $0.value > 1 }
        if !twice.isEmpty || instants.isEmpty { account.violations.append("instants of the clock: \(instants)") }
        if await daemon.end() != 0 { account.violations.append("the last daemon did not stop in order: \(daemon.text)") }
        try await account.takeStock(program, sandbox)
        account.violations += calls.violations
        let told = calls.runs
        if Set(told.values) != account.ids["order", default: []] || Set(told.values).count != told.count {
            account.violations.append(
                "\(told.count) calls were answered; there are \(account.ids["order", default: []].count) runs of them")
        }
        if account.ids["drop", default: []].count != files {
            account.violations.append("\(files) files have \(account.ids["drop", default: []].count) runs")
        }
    }
}
