import Foundation
import Sandbox
import Testing
import Values

/// Mixed load on one daemon for a while, with kills: nothing lost, nothing twice, nothing that grows. `make soak SECONDS=n`.
@Suite("A daemon under load for a while")
struct SoakTests {
    private static let seconds = ProcessInfo.processInfo.environment["ULAK_SOAK_SECONDS"].flatMap { Int($0) }

    @Test(
        "webhooks, files and the clock start runs, the daemon is killed again and again, and its memory and descriptors stay flat",
        .enabled(if: seconds != nil, "a soak takes minutes: make soak"))
    func soak() async throws {
        let seconds = Self.seconds ?? 0
        let seed = ProcessInfo.processInfo.environment["ULAK_SEED"].flatMap { UInt64($0) } ?? .random(in: .min ... .max)
        print("soak of \(seconds) s, seed \(seed)")
        var configuration = SandboxConfiguration.forTests
        configuration.iletiMerkezi.credits = 10_000_000
        try await Program.withSandboxedProgram(configuration) { program, sandbox, _ in
            try Self.write(program)
            var random = SoakRandom(state: seed)
            let clock = ContinuousClock(), end = clock.now + .seconds(seconds)
            var sent = 0, files = 0, lives = 0, memory: [Double] = [], descriptors: [Int] = []
            while clock.now < end {
                let daemon = try await RunningDaemon(program)
                lives += 1
                let lifeEnd = min(end, clock.now + .seconds(Int(random.next() % 20) + 10))
                while clock.now < lifeEnd {
                    // A call that is not answered is made again under its key, as a careful caller does.
                    let answer = try await daemon.post("/order", #"{"n": \#(sent)}"#)
                    if answer.status == 202 || answer.status == 409 { sent += 1 }
                    if random.next() % 4 == 0 {
                        try program.write("row \(files)", to: "inbox/file-\(files).txt")
                        files += 1
                    }
                    try await clock.sleep(for: .milliseconds(Int(random.next() % 20)))
                }
                memory.append(daemon.residentMiB)
                descriptors.append(daemon.descriptorCount)
                let signal = random.next() % 3 == 0 ? SIGTERM : SIGKILL
                #expect(await daemon.end(signal) == (signal == SIGTERM ? 0 : SIGKILL))
            }
            let daemon = try await RunningDaemon(program)
            let (orders, drops) = (sent, files)
            try await daemon.untilNothingIsOpen(seconds: 120)
            let ordered = try await Self.runs(of: "order", daemon)
            #expect(ordered.count == orders, "every accepted call has one run")
            #expect(try await Self.runs(of: "drop", daemon).count == drops, "every file has one run")
            #expect(await daemon.end() == 0)
            let open = ordered.filter { $0["status"] != "succeeded" && $0["status"] != "unknown" }
            #expect(open.isEmpty, "every order has ended or waits for a person: \(open)")
            let texts = await sandbox.inbox().map(\.text)
            #expect(Set(texts).count == texts.count, "a message went twice")
            let known = ordered.count { $0["status"] == "succeeded" }
            #expect(texts.count >= known, "what the ledger calls sent has arrived")
            print(
                "\(lives) lives, \(orders) orders, \(drops) files, \(texts.count) messages; resident MiB at the end of lives: "
                    + memory.map { String(Int($0)) }.joined(separator: " "))
            // The first life starts with an empty journal; from then on nothing may grow.
            if let first = memory.dropFirst().first, let last = memory.last { #expect(last < first * 1.5 + 20) }
            if let first = descriptors.first, let last = descriptors.last { #expect(last <= first + 20) }
        }
    }

    private static func runs(of workflow: String, _ daemon: RunningDaemon) async throws -> [Value] {
        var all: [Value] = []
        while true {
            let before = all.last?["run"]?.stringValue.map { "&before=\($0)" } ?? ""
            let page = try await daemon.get("/api/v1/runs?workflow=\(workflow)&limit=1000\(before)").body["runs"]?.listValue ?? []
            if page.isEmpty { return all }
            all += page
        }
    }

    private static func write(_ program: Program) throws {
        try program.write(
            """
            name: order
            triggers:
              call: { uses: webhook, with: { path: /order, auth: none, dedupe: trigger.body.n } }
            steps:
              send:
                uses: iletimerkezi.send_sms
                credential: iletimerkezi
                with: { sender: DEMOCO, to: ["905550000001"], text: "Order ${{ trigger.body.n }}", iys: false }
            """, to: "workflows/order.yaml")
        try program.write(
            """
            name: drop
            triggers: { file: { uses: file_watch, with: { folder: inbox, settle: 50ms } } }
            steps: { say: { uses: set, with: { name: "${{ trigger.name }}" } } }
            """, to: "workflows/drop.yaml")
        try program.write(
            """
            name: tick
            triggers: { tick: { uses: cron, with: { schedule: "* * * * * *", timezone: Europe/Istanbul, on_missed: once } } }
            steps: { say: { uses: set, with: { at: "${{ trigger.scheduled_at }}" } } }
            """, to: "workflows/tick.yaml")
    }
}

/// A small generator (xorshift64) whose seed is printed.
private struct SoakRandom {
    var state: UInt64

    mutating func next() -> UInt64 {
        if state == 0 { state = 1 }
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
