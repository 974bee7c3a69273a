import Foundation
import Randomness
import Sandbox
import Testing
import Values

/// Runs in a folder of their own that are killed at random moments and gone on with, until so many kills have struck.
struct KilledLives {
    let program: Program
    let sandbox: Sandbox
    let kills: Int
    var random: SplitMix64

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
    mutating func play() async throws -> ChaosAccount {
        try program.write(Self.workflow, to: "chaos.yaml")
        var account = ChaosAccount()
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
            let ending = try await program.run(arguments, killedAfter: moment)
            if ending.wasKilled { account.kills += 1 } else if isStart { life = (life + (clock.now - start)) / 2 }
        }
        // Runs that wait for a retry are waited for; those that a person has to settle stay.
        let last = try await program.run("runs", "resume")
        if last.status < 0 || last.status > 3 { account.violations.append("`runs resume` ended with \(last.status)") }
        try await account.takeStock(program, sandbox)
        return account
    }
}
