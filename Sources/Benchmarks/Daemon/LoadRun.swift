import Foundation

/// What `wrk` measured.
struct LoadRun {
    let requestsPerSecond: Double
    /// Milliseconds.
    let p99: Double
    /// Answers that were no success, and broken connections.
    let failures: Int

    /// Posts to the address from so many clients for so many seconds.
    init(_ url: String, script: String, clients: Int = 64, seconds: Int) throws {
        let text = try ChildProcess(
            "/usr/bin/wrk", ["-t1", "-c\(clients)", "-d\(seconds)s", "--latency", "-s", script, url]
        ).text()
        func number(_ pattern: Regex<(Substring, Substring)>) -> Double? { text.firstMatch(of: pattern).flatMap { Double($0.1) } }
        requestsPerSecond = number(/Requests\/sec: +([\d.]+)/) ?? 0
        if let match = text.firstMatch(of: /99% +([\d.]+)(us|ms|s)/) {
            p99 = (Double(match.1) ?? 0) * (match.2 == "us" ? 0.001 : match.2 == "s" ? 1000 : 1)
        } else {
            p99 = 0
        }
        let wrong = number(/Non-2xx or 3xx responses: (\d+)/) ?? 0
        let broken = text.firstMatch(of: /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/)
        let errors = broken.map { (Int($0.1) ?? 0) + (Int($0.2) ?? 0) + (Int($0.3) ?? 0) + (Int($0.4) ?? 0) } ?? 0
        failures = Int(wrong) + errors
    }
}
