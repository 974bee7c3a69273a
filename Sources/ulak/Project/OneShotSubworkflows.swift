import Diagnostics
import Foundation
import JournalSQLite
import RunEngine
import Synchronization
import Values
import Vault
import WorkflowModel

/// Carries out the runs that a run starts with `workflow.run`, in the process of one command.
final class OneShotSubworkflows: Subworkflows {
    /// What the lock guards.
    private struct State {
        var intake: OneShotIntake?
        /// The runs that this process has in hand.
        var controls: [RunID: RunControl] = [:]
        var tasks: [Task<Void, Never>] = []
    }

    private let project: Project
    private let journal: SQLiteJournal
    /// Where workflows are looked for first.
    private let folder: String
    private let state = Mutex(State())

    /// Told of each workflow that is started, so that its steps get the credentials that it names.
    private let credentials: ScopedCredentials

    init(project: Project, journal: SQLiteJournal, folder: String, credentials: ScopedCredentials) {
        self.project = project
        self.credentials = credentials
        self.journal = journal
        self.folder = folder
    }

    /// Gives the driver, whose runner needs this object, and the run that the command is about.
    func attach(_ driver: RunDriver, run: RunID, control: RunControl) {
        state.withLock { state in
            state.intake = OneShotIntake(project: project, journal: journal, driver: driver)
            state.controls[run] = control
        }
    }

    private var intake: OneShotIntake {
        guard let intake = state.withLock({ $0.intake }) else {
            preconditionFailure("the driver is given before a run is carried out")
        }
        return intake
    }

    /// Waits for the runs that were not waited for.
    func finish() async {
        while let task = state.withLock({ $0.tasks.popLast() }) { await task.value }
    }

    /// Stops all of them.
    func cancel() {
        state.withLock { state in for control in state.controls.values { control.send(.cancel) } }
    }

    func start(_ call: SubworkflowCall) async throws(SubworkflowError) -> RunID {
        let plan = try plan(named: call.workflow)
        credentials.add(plan)
        credentials.declare(plan.credentialNames)
        let inputs: ValueObject
        do throws(InputProblems) {
            inputs = try plan.checkInputs(call.inputs)
        } catch {
            throw .invalidInputs(call.workflow, error.description)
        }
        let parent = try await snapshot(of: call.parent)
        let depth = parent?.start.trigger.depth ?? 0
        guard depth < SubworkflowCall.deepest else { throw .tooDeep(call.workflow) }
        let id = RunID(at: .now, random: (.random(in: .min ... .max), .random(in: .min ... .max)))
        let trigger = call.trigger(depth: depth)
        let group: RunGroup?
        do throws(PlacedEvaluationError) {
            group = try plan.concurrencyGroup(trigger: trigger.data, inputs: inputs)
        } catch {
            throw .invalidInputs(call.workflow, "`concurrency.key`: \(error.failure.message)")
        }
        let start = RunStarted(
            run: id, of: plan, trigger: trigger, inputs: inputs, groups: group.map { [$0] } ?? [], at: .now)
        let run = NewRun(start: start, planSource: plan.source, source: call.source, occurrence: call.occurrence)
        let accepted = try await reading { () async throws(JournalError) in
            try await intake.accept(run)
        }
        switch accepted.result {
        case .duplicate(let known):
            if let snapshot = try await snapshot(of: known), !snapshot.status.isFinal {
                carry(snapshot.start, for: call.parent)
            }
            return known
        case .skipped:
            throw .invalidInputs(call.workflow, "its `concurrency` has no room, and `on_limit` is `skip`")
        case .accepted(let id):
            carry(start, for: call.parent)
            return id
        }
    }

    func snapshot(of run: RunID) async throws(SubworkflowError) -> RunSnapshot? {
        RunSnapshot(records: try await reading { () async throws(JournalError) in try await journal.records(of: run) })
    }

    private func carry(_ start: RunStarted, for parent: RunID) {
        let control = RunControl(), run = start.run
        let isNew = state.withLock { state in
            guard state.controls[run] == nil else { return false }
            state.controls[run] = control
            return true
        }
        guard isNew else { return }
        let intake = intake
        let task = Task { [self] in
            defer {
                state.withLock { state in
                    state.controls[run] = nil
                    state.controls[parent]?.send(.arrived(.end(of: run)))
                }
            }
            guard let lock = (try? RunLock.acquire(run, journal: project.journalPath)) ?? nil else { return }
            defer { lock.release() }
            let requests = Task { await lock.forwardCancel(to: control) }
            defer { requests.cancel() }
            let own = { (run: RunID) in self.state.withLock { $0.controls[run] } }
            guard let commands = try? await intake.awaitTurn(of: start, control, own: own) else { return }
            _ = try? await RunRecovery(project: project, journal: journal, driver: intake.driver)
                .resume(run, commands: commands, control: control)
        }
        state.withLock { $0.tasks.append(task) }
    }

    private func plan(named name: WorkflowName) throws(SubworkflowError) -> Plan {
        let files = files()
        let first = files.filter { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent == name.rawValue }
        var names: [String] = []
        for path in first + files.filter({ !first.contains($0) }) {
            guard let plan = WorkflowFile(path: path).compile(project).plan else { continue }
            if plan.workflow == name { return plan }
            names.append(plan.workflow.rawValue)
        }
        let near = closestMatch(to: name.rawValue, in: names)
        throw .noSuchWorkflow(name, help: near.map { "did you mean `\($0)`?" } ?? "it must stand in a file beside this one")
    }

    private func files() -> [String] {
        var seen: Set<String> = []
        return [folder, WorkflowFile.folder].flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)) ?? []).sorted()
                .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.map { folder.isEmpty ? $0 : "\(folder)/\($0)" }
        }.filter { seen.insert($0).inserted }
    }

    private func reading<Result>(
        _ body: () async throws(JournalError) -> Result
    ) async throws(SubworkflowError) -> Result {
        do throws(JournalError) {
            return try await body()
        } catch {
            throw .journal(error)
        }
    }
}
