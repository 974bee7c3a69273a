import Foundation
import Randomness
import Testing

@testable import Schedules

@Suite("Compared with a walk over every minute and second")
struct CronOracleTests {
    static let zones = [
        "Africa/Cairo", "Africa/Casablanca", "America/Havana", "America/New_York", "America/Nuuk", "America/Sao_Paulo",
        "Antarctica/Casey", "Antarctica/Troll", "Asia/Beirut", "Asia/Kathmandu", "Asia/Tehran", "Australia/Lord_Howe",
        "Europe/Berlin", "Europe/Dublin", "Europe/Istanbul", "Pacific/Apia", "Pacific/Chatham", "UTC",
    ]

    @Test("the runs of every minute around changes of the clock are those of the search", arguments: zones)
    func minutes(identifier: String) async throws {
        try await compare(identifier, windows: 5, days: 2, expressions: 30, withSeconds: false)
    }

    @Test("the runs of every second around changes of the clock are those of the search", arguments: zones)
    func seconds(identifier: String) async throws {
        try await compare(identifier, windows: 1, days: 0, expressions: 12, withSeconds: true)
    }

    private func compare(_ identifier: String, windows: Int, days: Int, expressions: Int, withSeconds: Bool) async throws {
        let zone = try zone(identifier)
        var numbers = SplitMix64(seed: identifier.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        let changes = changes(of: zone)
        var compared = 0
        for change in changes.shuffled(using: &numbers).prefix(windows) {
            let tick = withSeconds ? 1 : 60
            let margin = days == 0 ? 9_000 : days * 86_400
            let walk = BruteForce(zone: zone, start: change - margin, end: change + margin, tick: tick)
            let local = LocalTime(wallSeconds: change + ClockChanges(zone: zone).offset(at: change - 1))
            let hours = (-2...2).map { (local.hour + $0 + 24) % 24 }
            let likelyDays = [local.date.day, max(1, local.date.day - 1), min(31, local.date.day + 1)]
            for _ in 0..<expressions {
                // Others live on the same threads.
                await Task.yield()
                let drawn = DrawnExpression(hours: hours, days: likelyDays, withSeconds: withSeconds, using: &numbers)
                guard case .success(let expression) = CronExpression.parse(drawn.text) else {
                    Issue.record("`\(drawn.text)` was refused")
                    continue
                }
                #expect(expression.isFixed == drawn.isFixed)
                let expected = walk.runs(of: drawn)
                let found = expression.instants(after: Int64(change - margin), in: zone)
                    .prefix { $0.epochSeconds <= change + margin }.map(\.epochSeconds)
                compared += expected.count
                if found != expected {
                    let odd = Set(found).symmetricDifference(expected).min() ?? 0
                    Issue.record(
                        "`\(drawn.text)` in \(identifier): first difference at \(Date(timeIntervalSince1970: Double(odd)))")
                }
            }
        }
        #expect(compared > 0)
    }

    /// The changes from 2009 to 2026, found by looking at every day and then at every half hour; for a zone without any, a plain day.
    private func changes(of zone: TimeZone) -> [Int] {
        func offset(_ instant: Int) -> Int { zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant))) }
        let days = stride(from: 1_230_768_000, to: 1_798_761_600, by: 86_400).filter { offset($0) != offset($0 + 86_400) }
        let found = days.flatMap { day in
            stride(from: day + 1_800, through: day + 86_400, by: 1_800).filter { offset($0) != offset($0 - 1_800) }
        }
        return found.isEmpty ? [1_709_208_000] : found
    }
}
