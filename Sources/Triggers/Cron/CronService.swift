import Foundation
import Logging
import RunEngine
import ServiceLifecycle
import WorkflowModel

/// Starts the runs of all cron triggers. One alarm, set to the next instant of any of them.
public actor CronService: TriggerService {
    private static let batch = 500
    private static let longestPause = Duration.seconds(60)

    private let intake: any RunIntake
    private let delivery: EventDelivery
    private let alarm: any WallAlarm
    private let machineZone: TimeZone
    private let missed: @Sendable (WorkflowName) -> Void
    private let logger: Logger

    private var timetable = CronTimetable()
    /// Events that the intake could not take yet. While there are any, the timetable is not asked for more.
    private var backlog: [TriggerEvent] = []
    private var pause = Duration.seconds(1)
    private var isRunning = false
    private var isLooking = false
    private var looksAgain = false

    /// - Parameters:
    ///   - machineZone: for triggers that name no zone.
    ///   - missed: is told when times of a schedule passed without a run, once for each stretch of time.
    public init(
        intake: any RunIntake, alarm: any WallAlarm, machineZone: TimeZone, logger: Logger,
        missed: @escaping @Sendable (WorkflowName) -> Void = { _ in }
    ) {
        self.intake = intake
        delivery = EventDelivery(intake: intake)
        self.alarm = alarm
        self.machineZone = machineZone
        self.missed = missed
        self.logger = logger
    }

    public func run() async throws {
        let alarm = alarm
        isRunning = true
        await look()
        await withGracefulShutdownHandler {
            for await _ in alarm.rings { await look() }
        } onGracefulShutdown: {
            alarm.stop()
        }
        isRunning = false
    }

    // MARK: Workflows

    /// The intake has to know the plan before.
    public func install(_ plan: Plan) async throws(IntakeError) {
        let schedules = plan.triggers.filter { $0.node == Self.node }.map {
            CronSchedule($0, of: plan.workflow, machineZone: machineZone)
        }
        let kept = Set(schedules.map(\.key))
        for key in timetable.keys(of: plan.workflow) where !kept.contains(key) { await forget(key) }
        for schedule in schedules {
            if let old = timetable.schedule(schedule.key) {
                if old.hasSameTimes(as: schedule) {
                    timetable.update(schedule)
                    continue
                }
            } else if let cursor = CronCursor(try await intake.cursor(of: schedule.key)), cursor.belongs(to: schedule) {
                timetable.put(schedule, considered: cursor.considered, at: alarm.now)
                continue
            }
            // A new schedule has missed nothing, and from now on it can miss something.
            let now = alarm.now
            try await intake.remember(CronCursor(considered: now.wholeSeconds, of: schedule).value, of: schedule.key)
            timetable.put(schedule, considered: nil, at: now)
        }
        await look()
    }

    public func remove(_ workflow: WorkflowName) async {
        for key in timetable.keys(of: workflow) { await forget(key) }
        await look()
    }

    public static let node = NodeName("cron")

    /// When the next run of each trigger of a workflow starts.
    public func upcoming(of workflow: WorkflowName) -> [(trigger: TriggerID, due: Timestamp)] {
        timetable.upcoming(of: workflow).map { ($0.key.trigger, $0.due) }.sorted { $0.due < $1.due }
    }

    /// A trigger that comes back one day shall not make up for the time in which it was not wanted.
    private func forget(_ key: TriggerKey) async {
        timetable.remove(key)
        do {
            try await intake.remember(.null, of: key)
        } catch {
            logger.warning("the place of a removed schedule stays noted", metadata: ["trigger": "\(key)", "error": "\(error)"])
        }
    }

    // MARK: Looking

    /// Starts what is due and sets the alarm. One at a time, whoever calls.
    func look() async {
        guard isRunning else { return }
        looksAgain = true
        guard !isLooking else { return }
        isLooking = true
        defer { isLooking = false }
        while looksAgain {
            looksAgain = false
            await startWhatIsDue()
        }
        if backlog.isEmpty {
            alarm.set(timetable.nextDue)
        } else {
            alarm.set(alarm.now + pause)
            pause = min(pause * 2, Self.longestPause)
        }
    }

    private func startWhatIsDue() async {
        while true {
            if backlog.isEmpty {
                let turn = timetable.turn(at: alarm.now, limit: Self.batch)
                if turn.isEmpty { return }
                for passed in turn.passedOver {
                    missed(passed.schedule.key.workflow)
                    await note(passed.schedule, through: passed.through)
                }
                backlog = turn.firings.map(\.event)
            }
            let events = backlog
            let outcomes = await delivery.deliver(events)
            backlog = []
            for (event, outcome) in zip(events, outcomes) {
                switch outcome {
                case .taken: break
                case .refused(let error): await drop(event, error)
                case .postponed(let error):
                    if backlog.isEmpty {
                        logger.error(
                            "scheduled runs wait for the journal", metadata: ["error": "\(error)", "after": "\(pause.text)"])
                    }
                    backlog.append(event)
                }
            }
            if !backlog.isEmpty { return }
            pause = .seconds(1)
        }
    }

    private func note(_ schedule: CronSchedule, through second: Int64) async {
        logger.info(
            "missed times were passed over",
            metadata: ["trigger": "\(schedule.key)", "through": "\(Timestamp(microseconds: second * 1_000_000))"])
        try? await intake.remember(CronCursor(considered: second, of: schedule).value, of: schedule.key)
    }

    private func drop(_ event: TriggerEvent, _ error: IntakeError) async {
        logger.error(
            "a scheduled run could not start",
            metadata: [
                "trigger": "\(event.source)", "planned_at": "\(event.plannedAt.map(\.description) ?? "")", "error": "\(error)",
            ])
        if let cursor = event.cursor { try? await intake.remember(cursor, of: event.source) }
    }
}
