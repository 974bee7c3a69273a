import Foundation
import Logging
import RunEngine
import Schedules
import Synchronization
import TestKit
import Testing
import Values
import WorkflowModel

@testable import Triggers

/// A wall clock that a test moves.
final class ManualAlarm: WallAlarm {
    let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let state: Mutex<(now: Timestamp, alarm: Timestamp?)>

    init(_ now: Timestamp) {
        state = Mutex((now, nil))
        (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    var now: Timestamp { state.withLock { $0.now } }
    var alarm: Timestamp? { state.withLock { $0.alarm } }
    func set(_ time: Timestamp?) { state.withLock { $0.alarm = time } }
    func stop() { continuation.finish() }

    /// As time passes: no ring before the alarm.
    func move(to time: Timestamp) {
        let isDue = state.withLock { state in
            state.now = time
            return state.alarm.map { $0 <= time } ?? false
        }
        if isDue { ring() }
    }

    func ring() { continuation.yield() }
}

/// One life of a cron service on a manual clock. What it starts happens on the calling thread.
struct CronBench {
    let intake: RecordingIntake
    let alarm: ManualAlarm
    let service: CronService
    private let executor = StepExecutor()
    private let life: Task<Void, any Error>

    init(at start: String, intake: RecordingIntake = RecordingIntake(), plans: [Plan]) throws {
        self.intake = intake
        let alarm = ManualAlarm(try time(start))
        self.alarm = alarm
        let service = CronService(
            intake: intake, alarm: alarm, machineZone: try zone("UTC"),
            logger: Logger(label: "t", factory: { _ in SwiftLogNoOpLogHandler() }))
        self.service = service
        life = Task(executorPreference: executor) {
            for plan in plans { try await service.install(plan) }
            try await service.run()
        }
        executor.runUntilIdle()
    }

    func perform(_ body: @escaping @Sendable (CronService) async throws -> Void) {
        let service = service
        Task(executorPreference: executor) { try await body(service) }
        executor.runUntilIdle()
    }

    /// Time passes; the alarm rings whenever it is due.
    func pass(to end: String) throws {
        let end = try time(end)
        while let next = alarm.alarm, next <= end {
            alarm.move(to: max(next, alarm.now))
            executor.runUntilIdle()
        }
        alarm.move(to: end)
        executor.runUntilIdle()
    }

    /// Somebody sets the clock; the kernel tells.
    func setClock(_ text: String) throws {
        alarm.move(to: try time(text))
        alarm.ring()
        executor.runUntilIdle()
    }

    func stop() {
        life.cancel()
        executor.runUntilIdle()
    }
}

func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text: text)) }
func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(identifier: name)) }

func schedule(
    _ text: String, _ name: String = "t", zone zoneName: String = "UTC", onMissed: CronSchedule.MissedRule = .skip,
    maxLateness: Duration? = nil, jitter: Duration = .zero
) throws -> CronSchedule {
    CronSchedule(
        key: TriggerKey(WorkflowName("w"), TriggerID(name)), expression: try CronExpression.parse(text).get(),
        zone: try zone(zoneName), onMissed: onMissed, maxLateness: maxLateness, jitter: jitter)
}
