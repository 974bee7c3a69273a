import Foundation
import Sandbox
import Values

/// What came of lives that were killed: the ledger held against what the provider has.
struct ChaosAccount: Sendable {
    var kills = 0
    var runs = 0
    /// Sends by their state in the ledger.
    var states: [String: Int] = [:]
    var violations: [String] = []
    /// The runs of each workflow.
    private(set) var ids: [String: Set<String>] = [:]

    /// The texts of messages are the run, the step and the item, so that each belongs to one line of the ledger.
    mutating func takeStock(_ program: Program, _ sandbox: Sandbox) async throws {
        let runs = try await Self.runs(program)
        self.runs = runs.count
        for run in runs { ids[run["workflow"]?.stringValue ?? "", default: []].insert(run["run"]?.stringValue ?? "") }
        let counts = Dictionary(grouping: await sandbox.inbox(), by: \.text).mapValues(\.count)
        for run in runs {
            let status = run["status"]?.stringValue ?? ""
            if !["succeeded", "failed", "unknown"].contains(status) {
                violations.append("run \(run["run"]?.stringValue ?? "") neither ended nor waits for a person: \(status)")
            }
        }
        var known: Set<String> = []
        for send in try await Self.sends(program) {
            var text = "\(send["run"]?.stringValue ?? "") \(send["step"]?.stringValue ?? "")"
            if let item = send["item"]?.intValue { text += " \(item)" }
            known.insert(text)
            let count = counts[text] ?? 0, state = send["state"]?.stringValue ?? ""
            states[state, default: 0] += 1
            switch (state, count) {
            case ("sent", 1), ("not_sent", 0), ("held", 0...1): break
            default: violations.append("the ledger says `\(text)` is \(state); the inbox has it \(count) times")
            }
        }
        for (text, count) in counts {
            if count > 1 { violations.append("`\(text)` was sent \(count) times") }
            if !known.contains(text) { violations.append("the ledger knows nothing of `\(text)`") }
            if text.hasSuffix(" fallback"), counts[text.replacing(" fallback", with: " first")] != nil {
                violations.append("the fallback `\(text)` went out although the first message had")
            }
        }
        let check = try await program.run("journal", "check")
        if check.status != 0 { violations.append("the journal does not hold together: \(check.output)\(check.error)") }
    }

    private static func runs(_ program: Program) async throws -> [Value] {
        var all: [Value] = []
        while true {
            let before = all.last?["run"]?.stringValue.map { ["--before", $0] } ?? []
            let page = try await program.run(["runs", "list", "--limit", "10000", "--json"] + before)
            let runs = try Value(json: page.output).listValue ?? []
            all += runs
            if runs.count < 10_000 { return all }
        }
    }

    private static func sends(_ program: Program) async throws -> [Value] {
        var all: [Value] = [], after: [String] = []
        while true {
            let page = try await program.run(["sends", "list", "--limit", "10000", "--json"] + after)
            all += try Value(json: page.output).listValue ?? []
            guard let next = page.error.firstMatch(of: /--after (\S+)/) else { return all }
            after = ["--after", String(next.output.1)]
        }
    }
}
