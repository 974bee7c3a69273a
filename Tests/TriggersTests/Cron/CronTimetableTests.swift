import Foundation
import Randomness
import RunEngine
import Schedules
import Testing
import WorkflowModel

@testable import Triggers

struct CronTimetableTests {
    private func seconds(_ turn: CronTimetable.Turn) -> [Int64] { turn.firings.map(\.instant.epochSeconds) }

    @Test(arguments: [
        ("30 2 * * *", "Europe/Berlin"), ("*/30 * * * *", "America/New_York"), ("15 1,2,3 * * *", "Australia/Lord_Howe"),
        ("0 0 * * SUN", "Africa/Cairo"), ("5 */2 * * *", "Europe/Istanbul"), ("30 23 L * *", "America/Santiago"),
    ])
    func `over years of odd steps every instant of the expression comes exactly once`(_ text: String, _ name: String) async throws
    {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SplitMix64(seed: seed)
        let schedule = try TriggersTests.schedule(text, zone: name)
        let start = try time("2029-06-01T00:00:00Z"), end = try time("2032-06-01T00:00:00Z")
        var table = CronTimetable()
        table.put(schedule, considered: nil, at: start)
        var found: [Int64] = []
        var now = start
        while now < end {
            // Others live on the same threads.
            await Task.yield()
            // Never later than what counts as on time.
            now = min(end, now + .milliseconds(Int64.random(in: 1...10_800_000, using: &random)))
            let turn = table.turn(at: now)
            #expect(turn.passedOver.isEmpty, "seed \(seed)")
            found += seconds(turn)
        }
        let expected = schedule.expression.instants(after: start.wholeSeconds, in: schedule.zone).lazy.map(\.epochSeconds)
            .prefix { $0 <= end.wholeSeconds }
        #expect(found == Array(expected), "seed \(seed)")
        #expect(found.count > 30)
    }

    @Test func `a limit cuts a turn, and the rest comes with the next one`() throws {
        var table = CronTimetable()
        let start = try time("2030-01-01T00:00:00Z")
        table.put(try schedule("* * * * *"), considered: nil, at: start)
        let now = start + .seconds(600)
        #expect(seconds(table.turn(at: now, limit: 4)).count == 4)
        #expect(seconds(table.turn(at: now, limit: 4)).count == 4)
        #expect(seconds(table.turn(at: now, limit: 4)).count == 2)
        #expect(table.turn(at: now).isEmpty)
    }

    // MARK: Clock set

    @Test func `a clock set forward by up to three hours loses nothing, whatever the rule for missed times`() throws {
        for rule in [CronSchedule.MissedRule.skip, .once, .all] {
            var table = CronTimetable()
            let start = try time("2030-01-01T00:00:30Z")
            table.put(try schedule("0,30 * * * *", onMissed: rule), considered: nil, at: start)
            #expect(seconds(table.turn(at: start + .seconds(3 * 3600))).count == 6)
            let later = table.turn(at: start + .seconds(3 * 3600 + 1800))
            #expect(later.firings.map(\.wasMissed) == [false])
        }
    }

    @Test func `a clock set forward by more is a correction, and the rule for missed times holds for what it leaves behind`()
        throws
    {
        let start = try time("2030-01-01T00:00:30Z"), later = start + .seconds(10 * 86_400)
        func firings(_ rule: CronSchedule.MissedRule) throws -> [(Int64, Bool)] {
            var table = CronTimetable()
            table.put(try schedule("0 * * * *", onMissed: rule), considered: nil, at: start)
            return table.turn(at: later).firings.map { ($0.instant.epochSeconds, $0.wasMissed) }
        }
        #expect(try firings(.skip).map(\.1) == [false, false, false])
        #expect(try firings(.once).map(\.1) == [true, false, false, false])
        #expect(try firings(.all).map(\.1) == Array(repeating: true, count: 237) + [false, false, false])
        let all = try firings(.all).map(\.0)
        #expect(zip(all, all.dropFirst()).allSatisfy { $1 - $0 == 3600 })
    }

    @Test func `a clock set back by up to three hours repeats nothing`() throws {
        var table = CronTimetable()
        let start = try time("2030-01-01T12:00:30Z")
        table.put(try schedule("*/10 * * * *"), considered: nil, at: start)
        let before = seconds(table.turn(at: start + .seconds(3600)))
        var after: [Int64] = []
        for minute in stride(from: -60, through: 120, by: 1) { after += seconds(table.turn(at: start + .seconds(minute * 60))) }
        #expect(before.count == 6)
        #expect(after.count == 6)
        #expect(after.first == before.last.map { $0 + 600 })
    }

    @Test func `a clock that was a year ahead does not silence a schedule for a year`() throws {
        var table = CronTimetable()
        let wrong = try time("2031-01-01T12:00:00Z"), right = try time("2030-01-01T12:00:00Z")
        table.put(try schedule("0 9 * * *"), considered: nil, at: wrong)
        #expect(seconds(table.turn(at: wrong + .seconds(86_400))).count == 1)
        #expect(table.turn(at: right).isEmpty)
        #expect(try table.nextDue == time("2030-01-02T09:00:00Z"))
        #expect(seconds(table.turn(at: right + .seconds(86_400))).count == 1)
    }

    @Test func `a cursor from such a clock is not believed`() throws {
        var table = CronTimetable()
        let now = try time("2030-01-01T12:00:00Z")
        table.put(try schedule("0 9 * * *"), considered: now.wholeSeconds + 365 * 86_400, at: now)
        #expect(try table.nextDue == time("2030-01-02T09:00:00Z"))
    }

    @Test func `a cursor a little ahead is, so that nothing runs twice`() throws {
        var table = CronTimetable()
        let now = try time("2030-01-01T08:30:00Z")
        table.put(try schedule("0 9 * * *"), considered: try time("2030-01-01T09:00:00Z").wholeSeconds, at: now)
        #expect(try table.nextDue == time("2030-01-02T09:00:00Z"))
    }

    // MARK: Many

    @Test func `ten thousand schedules need one alarm, which rings only when something is due`() async throws {
        var table = CronTimetable()
        let start = try time("2030-01-01T00:00:00Z")
        for number in 0..<10_000 {
            // Others live on the same threads.
            if number % 100 == 0 { await Task.yield() }
            table.put(try schedule("\(number % 60) \(number / 60 % 24) * * *", "t\(number)"), considered: nil, at: start)
        }
        var rings = 0
        var fired: [TriggerKey: Int] = [:]
        while let next = table.nextDue, next <= start + .seconds(2 * 86_400) {
            rings += 1
            if rings % 100 == 0 { await Task.yield() }
            let turn = table.turn(at: next)
            #expect(!turn.firings.isEmpty)
            for firing in turn.firings { fired[firing.schedule.key, default: 0] += 1 }
        }
        #expect(rings == 2 * 1440)
        #expect(fired.count == 10_000)
        // Those of midnight itself were considered at the start.
        #expect(fired.values.allSatisfy { $0 == 2 })
    }

    @Test func `schedules that come and go leave nothing behind`() throws {
        var table = CronTimetable()
        let start = try time("2030-01-01T00:00:00Z")
        for number in 0..<5_000 { table.put(try schedule("0 0 1 1 *", "t\(number % 3)"), considered: nil, at: start) }
        #expect(table.count == 3)
        for number in 0..<3 { table.remove(try schedule("0 0 1 1 *", "t\(number)").key) }
        #expect(table.nextDue == nil)
        #expect(table.turn(at: start + .seconds(366 * 86_400)).isEmpty)
    }
}
