import Foundation
import Schedules
import Testing
import WorkflowModel

@testable import Triggers

/// What happens with the times between a cursor and the start of the daemon.
struct MissedTimesTests {
    private let down = "2030-01-01T00:00:00Z"

    private func start(_ schedule: CronSchedule, at now: String) throws -> (turn: CronTimetable.Turn, next: String?) {
        var table = CronTimetable()
        let now = try time(now)
        table.put(schedule, considered: try time(down).wholeSeconds, at: now)
        let turn = table.turn(at: now)
        return (turn, table.nextDue?.description)
    }

    private func texts(_ turn: CronTimetable.Turn) -> [String] { turn.firings.map(\.instant.description) }

    @Test func `skip starts no run, and says up to where times were passed over`() throws {
        let (turn, next) = try start(schedule("0 * * * *"), at: "2030-01-01T05:30:00Z")
        #expect(turn.firings.isEmpty)
        let end = try time("2030-01-01T05:30:00Z").wholeSeconds
        #expect(turn.passedOver.map(\.through) == [end])
        #expect(next == "2030-01-01T06:00:00.000Z")
    }

    @Test func `once starts one run, for the last missed time`() throws {
        let (turn, next) = try start(schedule("0 * * * *", onMissed: .once), at: "2030-01-01T05:30:00Z")
        #expect(texts(turn) == ["2030-01-01T05:00:00Z"])
        #expect(turn.firings.map(\.wasMissed) == [true])
        #expect(next == "2030-01-01T06:00:00.000Z")
    }

    @Test func `all starts a run for each, the oldest first`() throws {
        let (turn, next) = try start(schedule("0 */2 * * *", onMissed: .all), at: "2030-01-01T06:00:00Z")
        #expect(texts(turn) == ["2030-01-01T02:00:00Z", "2030-01-01T04:00:00Z", "2030-01-01T06:00:00Z"])
        #expect(next == "2030-01-01T08:00:00.000Z")
    }

    @Test func `nothing missed, nothing made up`() throws {
        for rule in [CronSchedule.MissedRule.skip, .once, .all] {
            let (turn, next) = try start(schedule("0 9 * * *", onMissed: rule), at: "2030-01-01T08:59:59Z")
            #expect(turn.isEmpty)
            #expect(next == "2030-01-01T09:00:00.000Z")
        }
    }

    @Test func `what is older than the greatest lateness is passed over`() throws {
        let once = try start(schedule("0 1 * * *", onMissed: .once, maxLateness: .seconds(3600)), at: "2030-01-01T02:00:01Z")
        #expect(once.turn.firings.isEmpty)
        let inTime = try start(schedule("0 1 * * *", onMissed: .once, maxLateness: .seconds(3600)), at: "2030-01-01T02:00:00Z")
        #expect(texts(inTime.turn) == ["2030-01-01T01:00:00Z"])
        let all = try start(schedule("*/30 * * * *", onMissed: .all, maxLateness: .seconds(3600)), at: "2030-03-01T12:10:00Z")
        #expect(texts(all.turn) == ["2030-03-01T11:30:00Z", "2030-03-01T12:00:00Z"])
    }

    @Test(arguments: [
        "* * * * * *", "* * * 1 *", "0 0 29 2 *", "*/7 3-5 * * MON", "30 2 * * *", "@yearly", "0 12 1W * *",
    ])
    func `the last of years of missed times is found at once, and is the one that counting finds`(_ text: String) throws {
        let schedule = try TriggersTests.schedule(text, zone: "Europe/Berlin", onMissed: .once)
        let now = try time("2033-05-17T11:22:33Z")
        var table = CronTimetable()
        table.put(schedule, considered: try time("2024-02-01T00:00:00Z").wholeSeconds, at: now)
        let turn = table.turn(at: now)
        let found = try #require(turn.firings.first)
        #expect(turn.firings.count == 1)
        #expect(found.instant.epochSeconds <= now.wholeSeconds)
        let following = try #require(schedule.next(after: found.instant.epochSeconds))
        #expect(following.epochSeconds > now.wholeSeconds)
        #expect(schedule.next(after: found.instant.epochSeconds - 1) == found.instant)
    }

    @Test func `a new schedule has missed nothing`() throws {
        var table = CronTimetable()
        let now = try time("2030-01-01T12:00:00Z")
        table.put(try schedule("* * * * *", onMissed: .all), considered: nil, at: now)
        #expect(table.turn(at: now).isEmpty)
    }

    // MARK: Jitter

    @Test func `jitter is the same after a restart, differs from trigger to trigger, and ends before the next time`() throws {
        var offsets: Set<Int64> = []
        for name in ["a", "b", "c", "d"] {
            for text in ["* * * * *", "0 9 * * *"] {
                let schedule = try TriggersTests.schedule(text, name, jitter: .seconds(300))
                let again = try TriggersTests.schedule(text, name, jitter: .seconds(300))
                for instant in schedule.expression.instants(after: 1_900_000_000, in: schedule.zone).prefix(200) {
                    let due = schedule.due(instant), base = Timestamp(microseconds: instant.epochSeconds * 1_000_000)
                    #expect(due == again.due(instant))
                    #expect(due >= base && due - base < .seconds(text == "* * * * *" ? 60 : 300))
                    offsets.insert((due - base).microseconds)
                }
            }
        }
        #expect(offsets.count > 1500)
        #expect(offsets.contains { $0 > 290_000_000 })
    }

    @Test func `a run that waits for its jitter when the daemon stops was not missed`() throws {
        let schedule = try TriggersTests.schedule("0 9 * * *", onMissed: .skip, jitter: .seconds(3600))
        let instant = try #require(schedule.next(after: try time("2030-01-01T00:00:00Z").wholeSeconds))
        let due = schedule.due(instant)
        let justBefore = Timestamp(microseconds: due.microseconds - 1)
        var table = CronTimetable()
        table.put(schedule, considered: try time("2029-12-25T12:00:00Z").wholeSeconds, at: justBefore)
        #expect(table.turn(at: justBefore).firings.isEmpty)
        #expect(table.nextDue == due)
        #expect(table.turn(at: due).firings.map(\.instant) == [instant])
    }
}
