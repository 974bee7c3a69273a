import TestKit
import Values
import WorkflowModel

@testable import RunEngine

/// Everybody outside: callers who repeat a call until it is answered, senders of events, and people who stop runs, have them go on,
/// and settle what is held.
struct People: Sendable {
    let world: SimulatedWorld
    let provider: SimulatedProvider
    let disk: any SimulatedDisk
    let graph: PlanGraph
    let drawn: DrawnPlan

    static let trigger = TriggerKey(WorkflowName("orders"), TriggerID("call"))

    func act() async {
        let callers = world.random(1...3)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<callers { group.addTask { await call(number) } }
            group.addTask { await settle() }
        }
    }

    private func call(_ number: Int) async {
        await world.sleep(0...(world.chance(20) ? 900_000 : 8000))
        guard let run = await start(number) else { return }
        if world.chance(20), let again = await answer(number) {
            world.note("call: made again")
            if again != .duplicate(of: run) {
                world.violate("call \(number) started \(run), and made again it was answered \(again)")
            }
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await report(on: run) }
            group.addTask { await stop(run) }
            group.addTask { await goOn(with: run) }
        }
    }

    /// The run that a call has started, once it is answered.
    private func start(_ number: Int) async -> RunID? {
        guard let answer = await answer(number) else { return nil }
        world.told(answer, to: number)
        switch answer {
        case .accepted(let run): return run
        case .duplicate(let run):
            world.note("call: had arrived")
            return run
        case .skipped:
            world.note("group: skipped")
            return nil
        }
    }

    /// Calls until there is an answer; nil when the history ends before.
    private func answer(_ number: Int) async -> IntakeResult? {
        while !Task.isCancelled {
            if let process = world.process {
                let start = RunStarted(
                    run: RunID(at: world.now, random: world.randomBits()), of: graph.plan, trigger: History.trigger(of: number),
                    inputs: [:], groups: drawn.groups(world.bug), at: world.now)
                let new = NewRun(
                    start: start, planSource: graph.plan.source, source: Self.trigger,
                    occurrence: Occurrence(key: "\(number)", keptUntil: nil))
                if let accepted = (try? await process.roster.accept([new]))?.first {
                    if !accepted.displaced.isEmpty { world.note("group: oldest displaced") }
                    return accepted.result
                }
            }
            await world.sleep(100...20_000)
        }
        return nil
    }

    /// The event for which a step may wait, before it does or later, or never.
    private func report(on run: RunID) async {
        guard graph.plan.step(StepID("report")) != nil, !world.chance(15) else { return }
        await world.sleep(0...(world.chance(40) ? 1500 : 1_500_000))
        guard await deliver(run) != nil else { return }
        world.delivered(run)
        guard world.chance(25), await deliver(run) == false else { return }
        world.note("event: delivered again")
    }

    private func deliver(_ run: RunID) async -> Bool? {
        while !Task.isCancelled {
            let event = AwaitedEvent(
                EventKey(name: History.eventName, key: run.rawValue), id: "1", data: .string("of \(run)"), at: world.now)
            if let process = world.process, let isNew = try? await process.roster.deliver(event) { return isNew }
            await world.sleep(500...30_000)
        }
        return nil
    }

    private func stop(_ run: RunID) async {
        guard world.chance(35) else { return }
        if world.chance(60) { return world.wishToCancel(run) }
        await world.sleep(0...60_000)
        _ = world.cancel(run)
    }

    /// Has a run go on that has failed or was stopped.
    private func goOn(with run: RunID) async {
        for _ in 0..<2 where !Task.isCancelled {
            await world.sleep(5000...4_000_000)
            let status = try? await disk.journal.summary(of: run)?.status
            guard status == .failed || status == .cancelled, world.chance(70) else { continue }
            world.process?.roster.send(.retry, to: run)
        }
    }

    /// Says of held messages whether they were sent: by then everything has arrived that was on its way, so people know.
    private func settle() async {
        // Some look once and never again.
        for _ in 0..<(world.chance(15) ? 1 : 9) where !Task.isCancelled {
            await world.sleep(3_000_000...4_000_000)
            for open in (try? await disk.journal.openRuns()) ?? [] where open.status == .unknown {
                guard let snapshot = RunSnapshot(records: (try? await disk.journal.records(of: open.id)) ?? []),
                    snapshot.updatedAt + .seconds(60) < world.now
                else { continue }
                for held in snapshot.heldSends where !world.chance(15) {
                    let wasSent = provider.inbox.contains { .string($0.body) == held.parameters["id"] }
                    world.process?.roster.send(.resolve(held.key, sent: wasSent), to: open.id)
                }
            }
        }
    }
}
