import Foundation
import Logging
import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

@testable import Triggers

struct CronServiceTests {
    private func plan(_ triggers: [(String, ValueObject)]) -> Plan {
        .of(
            [], name: "w",
            triggers: triggers.map { id, parameters in
                PlannedTrigger.of(id, node: "cron", with: parameters)
            })
    }

    @Test func `each instant starts one run, with its time, its place and its rule`() throws {
        let bench = try CronBench(
            at: "2030-03-30T12:00:00Z",
            plans: [plan([("t", ["schedule": "30 2 * * *", "timezone": "Europe/Berlin", "overlap": "queue"])])])
        try bench.pass(to: "2030-04-02T12:00:00Z")
        #expect(
            bench.intake.texts == ["2030-03-31T03:00:00+02:00", "2030-04-01T02:30:00+02:00", "2030-04-02T02:30:00+02:00"])
        let event = try #require(bench.intake.events.first)
        #expect(event.source == TriggerKey(WorkflowName("w"), TriggerID("t")))
        #expect(event.occurrence?.key == "2030-03-31T01:00:00.000Z")
        #expect(try event.plannedAt == time("2030-03-31T01:00:00Z"))
        #expect(event.overlap == .queue)
        #expect(event.data["missed"] == false)
    }

    @Test func `after a restart nothing is repeated and the cursor tells what was missed`() throws {
        let plan = plan([("t", ["schedule": "0 * * * *", "on_missed": "all"])])
        let first = try CronBench(at: "2030-01-01T00:00:00Z", plans: [plan])
        try first.pass(to: "2030-01-01T02:30:00Z")
        first.stop()
        #expect(first.intake.events.count == 2)
        let second = try CronBench(at: "2030-01-01T04:30:00Z", intake: first.intake, plans: [plan])
        try second.pass(to: "2030-01-01T05:30:00Z")
        #expect(second.intake.texts == (1...5).map { "2030-01-01T0\($0):00:00Z" })
        #expect(second.intake.events.map { $0.data["missed"] } == [false, false, true, true, false])
        #expect(second.intake.offered == 5)
    }

    @Test func `times that were skipped stay skipped when the rule is changed later`() throws {
        let first = try CronBench(at: "2030-01-01T00:00:00Z", plans: [plan([("t", ["schedule": "0 * * * *"])])])
        first.stop()
        let second = try CronBench(
            at: "2030-01-01T04:30:00Z", intake: first.intake, plans: [plan([("t", ["schedule": "0 * * * *"])])])
        second.stop()
        let third = try CronBench(
            at: "2030-01-01T04:45:00Z", intake: first.intake,
            plans: [plan([("t", ["schedule": "0 * * * *", "on_missed": "all"])])])
        try third.pass(to: "2030-01-01T04:50:00Z")
        #expect(third.intake.events.isEmpty)
    }

    @Test func `a schedule first seen before a stop can miss its first time`() throws {
        let plan = plan([("t", ["schedule": "0 9 * * *", "on_missed": "once"])])
        let first = try CronBench(at: "2030-01-01T08:00:00Z", plans: [plan])
        first.stop()
        let second = try CronBench(at: "2030-01-01T10:00:00Z", intake: first.intake, plans: [plan])
        #expect(second.intake.texts == ["2030-01-01T09:00:00Z"])
    }

    @Test func `a changed schedule has missed nothing, neither while running nor over a restart`() throws {
        let bench = try CronBench(
            at: "2030-01-01T00:00:00Z", plans: [plan([("t", ["schedule": "0 0 1 * *", "on_missed": "all"])])])
        try bench.pass(to: "2030-01-20T00:00:30Z")
        let changed = plan([("t", ["schedule": "*/5 * * * *", "on_missed": "all"])])
        bench.perform { try await $0.install(changed) }
        #expect(bench.intake.events.isEmpty)
        try bench.pass(to: "2030-01-20T00:05:00Z")
        #expect(bench.intake.texts == ["2030-01-20T00:05:00Z"])
        bench.stop()
        let again = try CronBench(
            at: "2030-01-25T00:00:30Z", intake: bench.intake,
            plans: [plan([("t", ["schedule": "*/10 * * * *", "on_missed": "all"])])])
        try again.pass(to: "2030-01-25T00:10:00Z")
        #expect(again.intake.texts == ["2030-01-20T00:05:00Z", "2030-01-25T00:10:00Z"])
    }

    @Test func `a reload that leaves the times alone changes nothing, and one that drops a trigger ends it`() throws {
        let bench = try CronBench(
            at: "2030-01-01T00:00:00Z",
            plans: [plan([("a", ["schedule": "0 * * * *"]), ("b", ["schedule": "0 * * * *"])])])
        let smaller = plan([("a", ["schedule": "0 * * * *", "overlap": "allow"])])
        bench.perform { try await $0.install(smaller) }
        try bench.pass(to: "2030-01-01T01:00:00Z")
        #expect(bench.intake.events.map(\.source.trigger) == [TriggerID("a")])
        #expect(bench.intake.events.map(\.overlap) == [.allow])
        bench.perform { await $0.remove(WorkflowName("w")) }
        #expect(bench.alarm.alarm == nil)
        try bench.pass(to: "2030-01-02T01:00:00Z")
        #expect(bench.intake.events.count == 1)
    }

    @Test func `runs wait for a journal that cannot be written to, and none is lost`() throws {
        let bench = try CronBench(at: "2030-01-01T00:00:00Z", plans: [plan([("t", ["schedule": "* * * * *"])])])
        bench.intake.fail { _ in .journal(JournalError(.full, message: "no room")) }
        try bench.pass(to: "2030-01-01T00:10:00Z")
        #expect(bench.intake.events.isEmpty)
        #expect(bench.intake.calls < 30)
        bench.intake.fail(nil)
        try bench.pass(to: "2030-01-01T00:12:00Z")
        #expect(bench.intake.texts == (1...12).map { $0 < 10 ? "2030-01-01T00:0\($0):00Z" : "2030-01-01T00:\($0):00Z" })
    }

    @Test func `one event that is refused does not hold up the others`() throws {
        let bench = try CronBench(
            at: "2030-01-01T00:00:00Z", plans: [plan((0..<9).map { ("t\($0)", ["schedule": "0 * * * *"]) })])
        bench.intake.fail { $0.source.trigger == TriggerID("t3") ? .invalid($0.source, "no phone") : nil }
        try bench.pass(to: "2030-01-01T01:00:00Z")
        #expect(Set(bench.intake.events.map(\.source.trigger.rawValue)) == Set((0..<9).map { "t\($0)" }).subtracting(["t3"]))
    }

    @Test func `a clock set to and fro starts each instant once and loses none`() throws {
        let bench = try CronBench(at: "2030-01-01T00:00:30Z", plans: [plan([("t", ["schedule": "*/10 * * * *"])])])
        try bench.pass(to: "2030-01-01T01:00:30Z")
        try bench.setClock("2030-01-01T02:30:30Z")
        try bench.setClock("2030-01-01T00:15:30Z")
        try bench.pass(to: "2030-01-01T04:00:30Z")
        // Back by more than a correction, and on again: what had its run is known.
        try bench.setClock("2029-12-31T23:55:30Z")
        try bench.pass(to: "2030-01-01T05:00:30Z")
        #expect(bench.intake.texts.sorted() == Array(Set(bench.intake.texts)).sorted())
        #expect(bench.intake.texts.filter { $0 < "2030" } == [])
        #expect(bench.intake.events.count == 31)
    }

    @Test(.timeLimit(.minutes(10))) func `the kernel's alarm rings at its time, not before, and for the past at once`()
        async throws
    {
        let alarm = try TimerDescriptor()
        var rings = alarm.rings.makeAsyncIterator()
        let due = alarm.now + .milliseconds(20)
        alarm.set(due)
        #expect(await rings.next() != nil)
        #expect(alarm.now >= due)
        alarm.set(alarm.now + .seconds(-5))
        #expect(await rings.next() != nil)
        alarm.stop()
        #expect(await rings.next() == nil)
    }
}
