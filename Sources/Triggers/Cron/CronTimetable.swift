import HeapModule
import RunEngine
import Schedules
import WorkflowModel

/// Which runs of many schedules are due, and when the next one is. Pure: the wall time arrives with each call.
///
/// Of each schedule one instant is pending, the first that was not considered yet; a heap orders them by the time when their runs
/// start. What it costs to look is therefore a matter of what is due, not of how many schedules there are.
public struct CronTimetable: Sendable {
    /// While Ulak runs, a time that comes up this late or less (the clock was set forward, the disk was full) is still on time: its
    /// run starts. It is also how far the clock may be set back without a doubt about the times before. The limit is Debian cron's.
    public static let longestCorrection = Duration.seconds(3 * 3600)

    /// A wake-up is never that late without a reason, so `max_lateness` does not count below it.
    static let usualLateness = Duration.seconds(60)

    struct Entry: Sendable {
        var schedule: CronSchedule
        /// The first instant that was not considered; nil when none is left.
        var pending: CronInstant?
        var due: Timestamp
        /// What was due up to here passed while nobody looked.
        var missedThrough: Timestamp
        var generation: Int
    }

    private struct Slot: Comparable, Sendable {
        var due: Timestamp
        var generation: Int
        var key: TriggerKey

        static func < (left: Slot, right: Slot) -> Bool { (left.due, left.generation) < (right.due, right.generation) }
        static func == (left: Slot, right: Slot) -> Bool { left.generation == right.generation }
    }

    private var entries: [TriggerKey: Entry] = [:]
    private var heap = Heap<Slot>()
    private var lastGeneration = 0
    /// The latest wall time seen.
    private var latest = Timestamp(microseconds: .min)

    public init() {}

    public var count: Int { entries.count }
    public func schedule(_ key: TriggerKey) -> CronSchedule? { entries[key]?.schedule }
    public func keys(of workflow: WorkflowName) -> [TriggerKey] { entries.keys.filter { $0.workflow == workflow } }

    /// The pending runs of one workflow's schedules.
    public func upcoming(of workflow: WorkflowName) -> [(key: TriggerKey, due: Timestamp)] {
        entries.compactMap { key, entry in key.workflow == workflow && entry.pending != nil ? (key, entry.due) : nil }
    }

    /// When to look again; nil when no time is left.
    public var nextDue: Timestamp? { heap.min?.due }

    // MARK: Changes

    /// Adds a schedule, or puts it in the place of the one with its key.
    ///
    /// - Parameter considered: up to which second its instants were considered; nil: it is new, and has missed nothing.
    public mutating func put(_ schedule: CronSchedule, considered: Int64?, at now: Timestamp) {
        var start = now.wholeSeconds
        // Further ahead than any correction: the clock was wrong when it was written down.
        if let considered, considered <= (now + Self.longestCorrection).wholeSeconds { start = considered }
        let pending = schedule.next(after: start)
        place(schedule.key, Entry(schedule: schedule, pending: pending, due: now, missedThrough: now, generation: 0))
    }

    /// Changes what belongs to a schedule beside its times; what is pending stays so.
    public mutating func update(_ schedule: CronSchedule) {
        guard var entry = entries[schedule.key] else { return }
        entry.schedule = schedule
        place(schedule.key, entry)
    }

    public mutating func remove(_ key: TriggerKey) {
        entries[key] = nil
        dropStaleSlots()
    }

    private mutating func place(_ key: TriggerKey, _ entry: Entry) {
        var entry = entry
        lastGeneration += 1
        entry.generation = lastGeneration
        if let pending = entry.pending {
            entry.due = entry.schedule.due(pending)
            heap.insert(Slot(due: entry.due, generation: entry.generation, key: key))
        }
        entries[key] = entry
        dropStaleSlots()
    }

    /// Slots of replaced entries go when they come to the top, or when they are in the majority.
    private mutating func dropStaleSlots() {
        while let top = heap.min, entries[top.key]?.generation != top.generation { heap.removeMin() }
        if heap.count > 2 * entries.count + 64 {
            heap = Heap(heap.unordered.filter { entries[$0.key]?.generation == $0.generation })
        }
    }

    // MARK: Looking

    /// What a look at the clock brings.
    public struct Turn: Sendable {
        public var firings: [Firing] = []
        /// Schedules of which times were passed over without a run, and up to which second.
        public var passedOver: [(schedule: CronSchedule, through: Int64)] = []

        public var isEmpty: Bool { firings.isEmpty && passedOver.isEmpty }
    }

    /// A run that is to start.
    public struct Firing: Sendable {
        public var schedule: CronSchedule
        public var instant: CronInstant
        /// The time passed while nobody looked.
        public var wasMissed: Bool
    }

    /// Takes out what is due, in the order of the times; what it returned once it never returns again.
    ///
    /// - Parameter limit: how many runs at most; with that many, ask again.
    public mutating func turn(at now: Timestamp, limit: Int = .max) -> Turn {
        if now + Self.longestCorrection < latest { rewind(to: now) }
        latest = max(latest, now)
        var turn = Turn()
        while turn.firings.count < limit, let top = heap.min, top.due <= now {
            guard var entry = entries[top.key], let pending = entry.pending else { break }
            let step = entry.step(pending, at: now)
            if let firing = step.firing {
                turn.firings.append(firing)
            } else {
                turn.passedOver.append((entry.schedule, step.considered))
            }
            entry.pending = step.next
            heap.removeMin()
            place(top.key, entry)
        }
        return turn
    }

    /// The clock was wrong and is right now: whatever comes after now counts again. What did run is known to the intake.
    private mutating func rewind(to now: Timestamp) {
        latest = now
        for (key, entry) in entries {
            var entry = entry
            entry.pending = entry.schedule.next(after: now.wholeSeconds)
            entry.missedThrough = now
            place(key, entry)
        }
    }
}

extension Timestamp {
    /// Seconds since 1970, rounded towards the past.
    var wholeSeconds: Int64 {
        let quotient = microseconds / 1_000_000
        return microseconds % 1_000_000 < 0 ? quotient - 1 : quotient
    }
}
