import Foundation
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
        let accounts = try await withThrowingTaskGroup(of: KilledLives.Account.self) { group in
            for half in 0..<2 as Range<UInt64> {
                group.addTask {
                    var configuration = SandboxConfiguration.forTests
                    configuration.faultRate = FaultRate(0.15, seed: Self.seed &+ half)
                    return try await Program.withSandboxedProgram(configuration) { program, sandbox, _ in
                        var lives = KilledLives(
                            program: program, sandbox: sandbox, kills: (Self.kills + Int(half)) / 2,
                            random: SplitMixGenerator(state: Self.seed ^ half))
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
