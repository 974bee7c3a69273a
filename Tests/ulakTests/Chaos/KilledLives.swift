import Foundation
import Sandbox
import Testing
import Values

/// Runs in a folder of their own that are killed at random moments and gone on with, until so many kills have struck.
struct KilledLives {
    let program: Program
    let sandbox: Sandbox
    let kills: Int
    var random: SplitMixGenerator

    /// What came of it.
    struct Account {
        var kills = 0
        var runs = 0
        /// Sends by their state in the ledger.
        var states: [String: Int] = [:]
        var violations: [String] = []
    }

    /// Guarded sends, a list of sends, and a fallback that must not go out when the first message did.
    static let workflow = """
        name: chaos
        defaults:
          retry: { attempts: 3, delay: 20ms, max_delay: 200ms }
          timeout: 3s
        steps:
          look: { uses: iletimerkezi.get_balance, credential: iletimerkezi, on_error: continue }
          first:
            uses: iletimerkezi.send_sms
            credential: iletimerkezi
            needs: [look]
            on_error: continue
            with: { sender: DEMOCO, to: "905550000001", text: "${{ run.id }} first", iys: false }
          each:
            uses: turkeysms.send_sms
            credential: turkeysms
            needs: [look]
            on_error: continue
            for_each: "['905550000002', '905550000003', '905550000004']"
            with: { sender: DEMOCO, to: "${{ item }}", text: "${{ run.id }} each ${{ string(index) }}" }
          fallback:
            uses: turkeysms.send_sms
            credential: turkeysms
            needs: [first]
            when: any_failed
            with: { sender: DEMOCO, to: "905550000005", text: "${{ run.id }} fallback" }
          last:
            uses: iletimerkezi.send_sms
            credential: iletimerkezi
            needs: [each]
            with: { sender: DEMOCO, to: "905550000006", text: "${{ run.id }} last", iys: false }
        """

    /// Plays until enough kills have struck, then lets everything end and takes stock.
    mutating func play() async throws -> Account {
        try program.write(Self.workflow, to: "chaos.yaml")
        var account = Account()
        // How long a life is when nobody ends it, on this machine and at this moment.
        let clock = ContinuousClock()
        let begin = clock.now
        _ = try await program.run(["run", "chaos.yaml"], killedAfter: .seconds(60))
        var life = clock.now - begin
        for _ in 0..<kills * 8 where account.kills < kills {
            let isStart = random.next() % 2 == 0
            let arguments = isStart ? ["run", "chaos.yaml"] : ["runs", "resume"]
            // Most of what a process does happens after it has started up.
            let moment = life * (0.25 + Double(random.next() % 1000) / 1000 * (isStart ? 0.85 : 0.5))
            let start = clock.now
            let (wasKilled, _) = try await program.run(arguments, killedAfter: moment)
            if wasKilled { account.kills += 1 } else if isStart { life = (life + (clock.now - start)) / 2 }
        }
        // Runs that wait for a retry are waited for; those that a person has to settle stay.
        let last = try await program.run("runs", "resume")
        if last.status < 0 || last.status > 3 { account.violations.append("`runs resume` ended with \(last.status)") }
        try await takeStock(&account)
        return account
    }

    private func takeStock(_ account: inout Account) async throws {
        let runs = try Value(json: try await program.run("runs", "list", "--limit", "10000", "--json").output).listValue ?? []
        let sends = try Value(json: try await program.run("sends", "list", "--limit", "10000", "--json").output).listValue ?? []
        account.runs = runs.count
        let counts = Dictionary(grouping: await sandbox.inbox(), by: \.text).mapValues(\.count)
        let own = Set(runs.compactMap { $0["run"]?.stringValue })
        for run in runs {
            let status = run["status"]?.stringValue ?? ""
            if !["succeeded", "failed", "unknown"].contains(status) {
                account.violations.append("run \(run["run"]?.stringValue ?? "") neither ended nor waits for a person: \(status)")
            }
        }
        var known: Set<String> = []
        for send in sends {
            var text = "\(send["run"]?.stringValue ?? "") \(send["step"]?.stringValue ?? "")"
            if let item = send["item"]?.intValue { text += " \(item)" }
            known.insert(text)
            let count = counts[text] ?? 0, state = send["state"]?.stringValue ?? ""
            account.states[state, default: 0] += 1
            switch (state, count) {
            case ("sent", 1), ("not_sent", 0), ("held", 0...1): break
            default: account.violations.append("the ledger says `\(text)` is \(state); the inbox has it \(count) times")
            }
        }
        for (text, count) in counts where own.contains(String(text.prefix(26))) {
            if count > 1 { account.violations.append("`\(text)` was sent \(count) times") }
            if !known.contains(text) { account.violations.append("the ledger knows nothing of `\(text)`") }
            if text.hasSuffix(" fallback"), counts[text.replacing(" fallback", with: " first")] != nil {
                account.violations.append("the fallback `\(text)` went out although the first message had")
            }
        }
        let check = try await program.run("journal", "check")
        if check.status != 0 { account.violations.append("the journal does not hold together: \(check.output)\(check.error)") }
    }
}

/// The same numbers for the same seed (Steele, Lea, Flood 2014).
struct SplitMixGenerator: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
