import Synchronization
import TestKit
import Values
import WorkflowModel

@testable import RunEngine

/// One life of a few runs, told by a seed: processes come and go, the line is bad, the disk fails, callers call and call again,
/// people stop runs, have them go on, and settle what is held.
struct History: Sendable {
    /// Mistakes that an engine could make, to see whether they are found.
    enum Bug: CaseIterable, Sendable {
        /// The journal says that records are on disk before they are.
        case actsBeforeAppend
        /// A send that may have been applied goes through another provider.
        case failsOverInDoubt
        /// The same request is sent again when the provider does not recognise repeats any more.
        case forgetsTheWindow
        /// A send that is cut off because its run is stopped counts as not sent.
        case takesCancelledForFailed
        /// "Not there" is believed while the request may be on its way still.
        case believesAbsenceAtOnce
        /// An event is answered before it is on disk.
        case losesEvents
        /// Nobody counts how many runs of a group are open.
        case countsNobody
    }

    let seed: UInt64
    var bug: Bug?
    /// Makes the disk of the history.
    var disk: @Sendable () async throws -> any SimulatedDisk = { MemoryDisk() }

    static let eventName = "report"
    static let plainSend = NodeName("send")
    /// So many processes have faults; the one behind them lives until everything has ended.
    private static let mostLives = 6

    /// What came of a seed.
    struct Outcome: Sendable {
        /// Promises that were broken.
        var violations: [String] = []
        var tally = Tally()
        /// Everything that is on disk in the end and everything that was sent; the same for the same seed.
        var transcript = ""
    }

    /// - Parameter keepsTranscript: costs time.
    func play(keepsTranscript: Bool = false) throws -> Outcome {
        let simulation = Simulation()
        return try simulation.run { await live(simulation, keepsTranscript) }
    }

    private func live(_ simulation: Simulation, _ keepsTranscript: Bool) async -> Outcome {
        let world = SimulatedWorld(simulation, seed: seed, bug: bug), provider = SimulatedProvider(world)
        let disk: any SimulatedDisk
        do {
            disk = try await self.disk()
        } catch {
            return Outcome(violations: ["the disk cannot be made: \(error)"])
        }
        let drawn = DrawnPlan(world)
        let graph = PlanGraph(drawn.plan)
        let people = People(world: world, provider: provider, disk: disk, graph: graph, drawn: drawn)
        return await withTaskGroup(of: Void.self, returning: Outcome.self) { group in
            group.addTask { await people.act() }
            let outcome = await lives(people, keepsTranscript)
            group.cancelAll()
            return outcome
        }
    }

    /// One process after the other, with nobody there for a while between them.
    private func lives(_ people: People, _ keepsTranscript: Bool) async -> Outcome {
        let world = people.world, disk = people.disk
        var outcome = Outcome()
        let byHand = world.chance(40) ? RunID(at: world.now, random: world.randomBits()) : nil
        let lives = world.random(0...Self.mostLives)
        for life in 0...lives {
            let isLast = life == lives
            let process = SimulatedProcess(
                world, people.provider, disk, people.graph, isLast: isLast, faults: faults(world, isLast: isLast))
            await lead(process, byHand: life == 0 ? byHand : nil, people.graph, world)
            do {
                try await disk.reopen()
            } catch {
                outcome.violations.append("the journal does not open after life \(life): \(error)")
            }
            let promises = await Promises(people)
            outcome.violations += promises.broken(isEnd: isLast)
            outcome.violations += await disk.problems().map { "after life \(life): \($0)" }
            if isLast {
                outcome.tally = promises.tally()
                if keepsTranscript { outcome.transcript = promises.transcript() }
            } else {
                await world.sleep(0...(world.chance(15) ? 1_500_000 : 5000))
            }
        }
        return outcome
    }

    /// The life of one process, until it is killed, told to stop, or has nothing left to do.
    private func lead(
        _ process: SimulatedProcess, byHand: RunID?, _ graph: PlanGraph, _ world: SimulatedWorld
    ) async {
        world.process = process
        let end = Task(executorPreference: world.simulation.executor) {
            // The last one lives long enough for people to see to everything.
            let length = process.isLast ? 40_000_000 : world.random(500...(world.chance(25) ? 3_000_000 : 40_000))
            guard (try? await world.clock.sleep(for: .milliseconds(length))) != nil else { return }
            if process.isLast { return process.stop() }
            let isOrderly = world.chance(30)
            world.note(isOrderly ? "process: stopped" : "process: killed")
            if isOrderly { process.stop() } else { process.kill() }
        }
        await process.live(byHand: byHand, graph, world.simulation.executor)
        end.cancel()
        world.process = nil
        process.kill()
    }

    /// What happens to the writes of a process. Any of them may be hit, but none of the last one's.
    private func faults(
        _ world: SimulatedWorld, isLast: Bool
    ) -> @Sendable (Int, FaultyJournal.Write) -> FaultyJournal.Fault? {
        if isLast { return { _, write in self.bugFault(write) } }
        if bug == .actsBeforeAppend {
            let place = world.random(0...12), end = place + world.random(1...4)
            return { number, _ in number == place ? .lost : number == end ? .crashBefore : nil }
        }
        return { number, write in
            if let fault = self.bugFault(write) { return fault }
            guard world.random(0...14) == 0 else { return nil }
            let faults: [FaultyJournal.Fault] = [.crashBefore, .crashAfter, .torn, .full, .full]
            let fault = faults[world.random(0...faults.count - 1)]
            world.note("\(fault.rawValue) \(write.rawValue)")
            return fault
        }
    }

    private func bugFault(_ write: FaultyJournal.Write) -> FaultyJournal.Fault? {
        bug == .losesEvents && write == .post ? .dropped : nil
    }

    /// - Parameter caller: nil when a person starts the run by hand.
    static func trigger(of caller: Int?) -> RunTrigger {
        RunTrigger(id: nil, node: nil, data: ["caller": caller.map { .int(Int64($0)) } ?? .null])
    }
}
