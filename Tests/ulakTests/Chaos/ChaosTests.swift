import Foundation
import Randomness
import Sandbox
import Testing

/// The real process, killed at random moments against a sandbox whose line is bad. `make chaos KILLS=n` does more of it.
@Suite("Killed at any moment")
struct ChaosTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let kills = environment["ULAK_KILLS"].flatMap { Int($0) } ?? 30
    private static let seed = environment["ULAK_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...UInt64(UInt32.max))

    @Test("after any number of kill -9 every accepted run has ended or waits for a person, and nothing was sent twice")
    func kills() async throws {
        print("chaos: \(Self.kills) kills with the seed \(Self.seed); ULAK_SEED=\(Self.seed) draws the same moments")
        let accounts = try await withThrowingTaskGroup(of: ChaosAccount.self) { group in
            for lane in 0..<3 as Range<Int> {
                let seed = Self.seed &+ UInt64(lane)
                group.addTask {
                    var configuration = SandboxConfiguration.forTests
                    configuration.faultRate = FaultRate(0.15, seed: seed)
                    configuration.iletiMerkezi.credits = 10_000_000
                    configuration.turkeySMS.mainBalance = 10_000_000
                    return try await Program.withSandboxedProgram(configuration) { program, sandbox, _ in
                        // Half of the kills strike one-shot runs in two folders, half strike daemons.
                        if lane == 2 {
                            var daemons = KilledDaemons(
                                program: program, sandbox: sandbox, kills: (Self.kills + 1) / 2, random: SplitMix64(seed: seed))
                            return try await daemons.play()
                        }
                        var lives = KilledLives(
                            program: program, sandbox: sandbox, kills: (Self.kills / 2 + lane) / 2,
                            random: SplitMix64(seed: seed))
                        return try await lives.play()
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(accounts.flatMap(\.violations) == [], "seed \(Self.seed)")
        #expect(accounts.map(\.kills).reduce(0, +) >= Self.kills, "seed \(Self.seed)")
        let states = accounts.map(\.states).reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        #expect(states["sent", default: 0] > Self.kills / 2, "\(states)")
        print(
            "chaos: \(accounts.map(\.runs).reduce(0, +)) runs, sends \(states.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })"
        )
    }
}
