import Foundation

/// The daemon as a process: webhooks beside bare handlers, idle cost, start-up. `wrk` from Debian is the client; everything listens on
/// 127.0.0.1 only.
enum DaemonBenchmarks {
    private static let seconds = 5
    private static let rounds = 3

    static func run() async throws -> [Figure] {
        let ulak = ".build/bin/ulak"
        let manager = FileManager.default
        guard manager.isExecutableFile(atPath: ulak), manager.isExecutableFile(atPath: "/usr/bin/wrk") else {
            print("  left out: needs \(ulak) (`make build`) and wrk (apt-get install wrk)")
            return []
        }
        let folder = manager.temporaryDirectory.appending(path: "ulak-bench-\(UUID().uuidString)")
        try manager.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? manager.removeItem(at: folder) }
        let binary = URL(fileURLWithPath: ulak).path
        return try webhooks(binary, folder) + idle(binary, folder) + start(binary, folder)
    }

    /// - Returns: the daemon, its port, and the milliseconds until it listened.
    private static func serve(_ binary: String, _ folder: URL) throws -> (process: ChildProcess, port: Int, start: Double) {
        let portFile = folder.appending(path: "port")
        try? FileManager.default.removeItem(at: portFile)
        let clock = ContinuousClock(), began = clock.now
        let process = try ChildProcess(
            binary, ["serve", "--port", "0", "--port-file", portFile.path], folder: folder,
            environment: ["PATH": "/usr/bin:/bin", "ULAK_LOG_LEVEL": "error"])
        while true {
            if let text = try? String(contentsOf: portFile, encoding: .utf8), let port = Int(text.dropLast()) {
                return (process, port, (clock.now - began).milliseconds)
            }
            guard process.status("VmRSS") != nil, clock.now - began < .seconds(60) else {
                throw CocoaError(.executableLoad)
            }
            usleep(500)
        }
    }

    private static func write(_ count: Int, _ folder: URL, _ text: (Int) -> String) throws {
        let workflows = folder.appending(path: "workflows")
        try? FileManager.default.removeItem(at: workflows)
        try? FileManager.default.removeItem(at: folder.appending(path: ".ulak"))
        try FileManager.default.createDirectory(at: workflows, withIntermediateDirectories: true)
        for number in 0..<count {
            try Data(text(number).utf8).write(to: workflows.appending(path: "w\(number).yaml"))
        }
    }

    private static func webhooks(_ binary: String, _ folder: URL) throws -> [Figure] {
        let script = folder.appending(path: "post.lua").path
        let filler = String(repeating: "x", count: 360)
        try Data(
            """
            wrk.method = "POST"
            wrk.body = '{"order": 7, "note": "\(filler)"}'
            wrk.headers["Content-Type"] = "application/json"

            """.utf8
        ).write(to: URL(fileURLWithPath: script))
        // Queued runs: what is measured is taking events in, not carrying runs out beside it.
        try write(1, folder) { _ in
            """
            name: hook
            concurrency: { limit: 1, on_limit: queue }
            triggers: { call: { uses: webhook, with: { path: /go, auth: none } } }
            steps: { hold: { uses: wait, with: { duration: 1h } } }
            """
        }
        var rates: [String: [Double]] = [:], tails: [String: [Double]] = [:], failures = 0
        for _ in 0..<rounds {
            for kind in ["answer", "journal", "ulak"] {
                let process: ChildProcess, port: Int
                if kind == "ulak" {
                    try? FileManager.default.removeItem(at: folder.appending(path: ".ulak"))
                    (process, port, _) = try serve(binary, folder)
                } else {
                    process = try ChildProcess(CommandLine.arguments[0], ["--bare", kind])
                    port = Int(process.firstLine()) ?? 0
                }
                let load = try LoadRun("http://127.0.0.1:\(port)/go", script: script, seconds: seconds)
                rates[kind, default: []].append(load.requestsPerSecond)
                tails[kind, default: []].append(load.p99)
                failures += load.failures
                process.end()
            }
        }
        func values(_ table: [String: [Double]], _ kind: String) -> [Double] { table[kind] ?? [0] }
        func ratio(_ other: String) -> [Double] { zip(values(rates, "ulak"), values(rates, other)).map { $0 / max($1, 1) } }
        return [
            Figure("webhook accepted durably, 64 clients", unit: "calls/s", rounds: values(rates, "ulak")),
            Figure("  p99", unit: "ms", rounds: values(tails, "ulak")),
            Figure("bare handler that journals one row", unit: "calls/s", rounds: values(rates, "journal")),
            Figure("bare handler that answers", unit: "calls/s", rounds: values(rates, "answer")),
            Figure("webhook against journaling handler", unit: "of its rate", rounds: ratio("journal")),
            Figure("webhook against answering handler", unit: "of its rate", rounds: ratio("answer")),
            Figure("calls that failed", unit: "calls", rounds: [Double(failures)]),
        ]
    }

    private static func idle(_ binary: String, _ folder: URL) throws -> [Figure] {
        try write(100, folder) { number in
            """
            name: idle-\(number)
            triggers:
              call: { uses: webhook, with: { path: "/w\(number)/{id}", auth: none } }
              tick: { uses: cron, with: { schedule: "0 4 * * *", timezone: Europe/Istanbul } }
            steps:
              say: { uses: log, with: { message: "${{ trigger.id }} ${{ now }}" } }
            """
        }
        var memory: [Double] = [], wakes: [Double] = []
        for _ in 0..<rounds {
            let (process, _, _) = try serve(binary, folder)
            sleep(2)
            let before = process.voluntarySwitches
            sleep(10)
            // Threads that have ended meanwhile are left out.
            let after = process.voluntarySwitches
            wakes.append(after.reduce(0) { $0 + $1.value - (before[$1.key] ?? 0) } / 10)
            memory.append((process.status("VmRSS") ?? 0) / 1024)
            process.end()
        }
        return [
            Figure("idle daemon with 100 workflows", unit: "MiB resident", rounds: memory),
            Figure("  wake-ups", unit: "per second", rounds: wakes),
        ]
    }

    private static func start(_ binary: String, _ folder: URL) throws -> [Figure] {
        try write(1000, folder) { number in
            """
            name: start-\(number)
            inputs: { phone: { type: text, default: "905550000001" } }
            triggers: { call: { uses: webhook, with: { path: "/w\(number)", auth: none } } }
            steps:
              ask: { uses: http.request, with: { url: "http://127.0.0.1:9/prices" } }
              send:
                uses: iletimerkezi.send_sms
                credential: iletimerkezi
                if: steps.ask.output.status == 200
                with: { sender: DEMOCO, to: "${{ inputs.phone }}", text: "Order \(number)", iys: false }
            """
        }
        var times: [Double] = []
        for _ in 0..<rounds {
            let (process, _, start) = try serve(binary, folder)
            times.append(start)
            process.end()
        }
        return [Figure("start with 1,000 workflow files", unit: "ms", rounds: times)]
    }
}
