import Daemon
import JournalSQLite
import RunEngine
import WorkflowModel

/// Takes in the runs that one command carries out, and waits until their groups (`concurrency`) have room.
///
/// Groups are counted in the journal, so runs of a daemon and of other commands count as well.
struct OneShotIntake: Sendable {
    let project: Project
    let journal: SQLiteJournal
    let driver: RunDriver

    func accept(_ run: NewRun) async throws(JournalError) -> AcceptedRun {
        guard let accepted = try await journal.accept([run]).first else { preconditionFailure("each new run has a result") }
        return accepted
    }

    /// Waits until the run may begin, has ended or is to be cancelled. Where its group says so, the oldest runs make room for it.
    ///
    /// - Parameters:
    ///   - own: runs that this process has in hand.
    ///   - say: is told once which runs it waits for.
    /// - Returns: what is to be asked of the run before anything else: what was asked of it while it waited.
    func awaitTurn(
        of start: RunStarted, _ control: RunControl, own: (RunID) -> RunControl? = { _ in nil },
        say: (String) -> Void = { _ in }
    ) async throws(JournalError) -> [RunCommand] {
        var isWaiting = false
        while try await !begins(start.run), !control.isAsked {
            if !isWaiting {
                say("run \(start.run) waits for room in its group; \(try await others(start))")
                try await makeRoom(for: start, own)
                isWaiting = true
                continue
            }
            try? await ContinuousClock().sleep(for: .milliseconds(250))
        }
        return control.isAsked ? [.displace] : []
    }

    /// Ends the oldest runs of the groups that say so, as many as are beyond the limit.
    private func makeRoom(for start: RunStarted, _ own: (RunID) -> RunControl?) async throws(JournalError) {
        for group in start.groups where group.onLimit == .cancelOldest {
            for run in try await journal.oldestBeyondLimit(of: group) where run != start.run {
                if let control = own(run) { control.send(.displace) } else { try await displace(run) }
            }
        }
    }

    /// Whether a run does not wait for its group any more. It is admitted when its turn has come.
    func begins(_ run: RunID) async throws(JournalError) -> Bool {
        if try await !journal.admitQueued(at: .now, only: run).isEmpty { return true }
        // A daemon may have admitted it, or ended it.
        return try await journal.summary(of: run)?.status != .queued
    }

    /// The other open runs of its groups, in words.
    func others(_ start: RunStarted) async throws(JournalError) -> String {
        var runs: [RunID] = []
        for group in start.groups { runs += try await journal.members(ofGroup: group.key).filter { $0 != start.run } }
        let names =
            runs.prefix(3).map { "`\($0)`" }.joined(separator: ", ") + (runs.count > 3 ? " and \(runs.count - 3) more" : "")
        return runs.isEmpty ? "it has room now" : "open: \(names)"
    }

    /// Ends a run whose place another one takes: here where nobody has it in hand, else by whoever has.
    private func displace(_ run: RunID) async throws(JournalError) {
        // The daemon's own runs have no locks. Should it not answer, or not be found out about, the run is waited for.
        do {
            if let daemon = try await DaemonClient.find(project) {
                _ = await daemon.send("runs/\(run)/cancel")
                return
            }
        } catch {
            return
        }
        guard let lock = try RunLock.acquire(run, journal: project.journalPath) else {
            return try RunLock.requestCancel(of: run, journal: project.journalPath)
        }
        defer { lock.release() }
        _ = try? await RunRecovery(project: project, journal: journal, driver: driver).resume(run, commands: [.displace])
    }
}

extension RunRecovery {
    /// For runs that a command carries out, on the plans that they started with.
    init(project: Project, journal: SQLiteJournal, driver: RunDriver) {
        self.init(journal: journal, driver: driver) { [catalog = project.catalog] source in try catalog.plan(of: source) }
    }
}

extension RunLock {
    /// Passes on that another process asks for the end of the run, until the task is cancelled.
    func forwardCancel(to control: RunControl, said: () -> Void = {}) async {
        while (try? await ContinuousClock().sleep(for: .milliseconds(250))) != nil {
            guard isCancelRequested else { continue }
            said()
            return control.send(.cancel)
        }
    }
}
