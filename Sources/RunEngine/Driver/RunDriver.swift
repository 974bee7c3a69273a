import Values
import WorkflowModel

/// Carries runs out: asks the state machine, **appends to the journal, then acts**.
///
/// Everything that follows from one event is one append. Nodes run only after the append has returned, so nothing ever happens in
/// the world that the journal does not know of. A run is in the hands of one driver at a time.
public struct RunDriver: Sendable {
    public struct Options: Sendable {
        /// How long sends that have begun are awaited when a run is cancelled or released.
        public var grace: Duration
        /// A run that only waits for a time further away than this is given back as `waiting`; nil: it is waited for.
        public var longestWait: Duration?
        /// The waits between tries of an append for which there is no room on the disk, or which others hold up.
        public var patience: [Duration]

        public init(
            grace: Duration = .seconds(10), longestWait: Duration? = nil,
            patience: [Duration] = [.milliseconds(200), .seconds(1), .seconds(5)]
        ) {
            self.grace = grace
            self.longestWait = longestWait
            self.patience = patience
        }
    }

    let journal: any Journal
    let runner: any NodeRunner
    let clock: any Clock<Duration>
    let now: @Sendable () -> Timestamp
    let observer: (any RunObserver)?
    let options: Options
    let executor: (any TaskExecutor)?

    /// - Parameters:
    ///   - clock: measures waits.
    ///   - now: the wall time that goes into records.
    ///   - executor: where nodes run; nil: where Swift runs tasks by default.
    public init(
        journal: any Journal, runner: any NodeRunner, clock: any Clock<Duration>, now: @escaping @Sendable () -> Timestamp,
        observer: (any RunObserver)? = nil, options: Options = Options(),
        executor: (any TaskExecutor)? = nil
    ) {
        self.journal = journal
        self.runner = runner
        self.clock = clock
        self.now = now
        self.observer = observer
        self.options = options
        self.executor = executor
    }

    /// Starts a run and stays with it until it has ended, is held, or is given back.
    ///
    /// - Parameter inputs: complete and checked, defaults included.
    /// - Returns: the run as it stands; `unknown` when a person has to settle a send, `waiting` when it was given back.
    public func start(
        _ graph: PlanGraph, run: RunID, trigger: RunTrigger, inputs: ValueObject, control: RunControl? = nil
    ) async throws(JournalError) -> RunSnapshot {
        let start = RunStarted(run: run, of: graph.plan, trigger: trigger, inputs: inputs, at: now())
        let drive = RunDrive(
            driver: self, machine: RunStateMachine(graph: graph, start: start), snapshot: RunSnapshot(start: start), sequence: 0)
        return try await carryOut(drive, [.runStarted(start)], commands: [], control)
    }

    /// Takes over a run from its journal and stays with it as `start` does.
    ///
    /// Attempts that were going when the other process ended are settled first: sends are unknown, others are run again.
    ///
    /// - Parameters:
    ///   - records: all records of the run.
    ///   - commands: carried out before anything else.
    public func resume(
        _ graph: PlanGraph, records: [RunRecord], commands: [RunCommand] = [], control: RunControl? = nil
    ) async throws(JournalError) -> RunSnapshot {
        guard let snapshot = RunSnapshot(records: records) else {
            throw JournalError(.damaged, message: "the journal of this run has no beginning")
        }
        if snapshot.result != nil, !commands.contains(.retry) { return snapshot }
        let machine: RunStateMachine
        do throws(ReplayError) {
            machine = try RunStateMachine(graph: graph, replaying: records)
        } catch {
            throw JournalError(.damaged, message: "the journal of run \(snapshot.run) cannot be replayed: \(error)")
        }
        let drive = RunDrive(driver: self, machine: machine, snapshot: snapshot, sequence: records.count)
        return try await carryOut(drive, machine.interruptions(at: now()), commands: commands, control)
    }

    private func carryOut(
        _ drive: RunDrive, _ records: [RunRecord], commands: [RunCommand], _ control: RunControl?
    ) async throws(JournalError) -> RunSnapshot {
        let mailbox = drive.mailbox
        let result = await withTaskCancellationHandler { () async -> Result<RunSnapshot, JournalError> in
            do throws(JournalError) {
                try await drive.carryOut(records, commands: commands, control: control)
            } catch {
                await drive.abandon()
                return .failure(error)
            }
            return .success(drive.snapshot)
        } onCancel: {
            mailbox.put(.cancelled)
        }
        return try result.get()
    }

    /// A task of its own, where nodes run.
    func task(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        // A preference costs at every switch of the task, even for none.
        guard let executor else { return Task(operation: body) }
        return Task(executorPreference: executor, operation: body)
    }
}
