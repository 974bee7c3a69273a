import ArgumentParser
import Daemon
import JournalSQLite
import RunEngine
import Values
import WorkflowLanguage
import WorkflowModel

/// `ulak journal check`
struct JournalCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Read the whole journal and say what is wrong with it.",
        discussion: """
            Everything that stands beside the records of runs is held against them: the list, the send ledger, what runs wait for,
            and the groups. The exit code is 1 when something is wrong. Nothing is changed, except with --repair.
            """)

    @Flag(help: "Write the list, the ledger, what runs wait for and the groups anew from the records, where they disagree.")
    var repair = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var options: RunsOptions

    func run() async throws {
        let project = options.project
        try project.requireJournal()
        let compile: SQLiteJournal.Compile = { source in
            WorkflowCompiler(catalog: project.catalog.adding(manifests: source.manifests)).compile(source.text, path: source.path)
                .plan
        }
        let lockout = repair ? try await JournalLockout(project) : nil
        defer { lockout?.release() }
        let repair = repair
        let (count, repaired, problems) = try await project.withJournal { journal throws(JournalError) in
            let repaired = repair ? try await journal.repair(compile: compile) : []
            return (try await journal.runCount(), repaired, try await journal.check(compile: compile))
        }
        if json {
            var report: ValueObject = ["runs": .int(Int64(count))]
            if repair { report.set("repaired", to: .list(repaired.map { .string($0) })) }
            report.set("problems", to: .list(problems.map { .string($0) }))
            Terminal.output.write(Value.object(report).jsonText(.indented) + "\n")
        } else {
            for line in repaired { Terminal.output.write("repaired: \(line)\n") }
            for problem in problems { Terminal.output.write(problem + "\n") }
            let runs = count == 1 ? "1 run" : "\(count) runs"
            Terminal.error.write(problems.isEmpty ? "\(runs), nothing is wrong\n" : "\(runs), \(problems.count) problems\n")
        }
        if !problems.isEmpty { throw ExitStatus.runFailed }
    }
}

/// Keeps daemons and the runs that are open from the journal.
private struct JournalLockout {
    private let daemon: DaemonLock
    private let runs: [RunLock]

    init(_ project: Project) async throws {
        let path = project.journalPath
        let open = try await project.withJournal { journal throws(JournalError) in try await journal.openRuns().map(\.id) }
        do throws(JournalError) {
            guard let daemon = try DaemonLock.acquire(journal: path) else {
                throw JournalError(.busy, message: "a daemon works on `\(path)`; stop it first")
            }
            self.daemon = daemon
            var locks: [RunLock] = []
            for run in open {
                guard let lock = try RunLock.acquire(run, journal: path) else {
                    for lock in locks { lock.release() }
                    daemon.release()
                    throw JournalError(.busy, message: "run \(run) is going in another process; let it end first")
                }
                locks.append(lock)
            }
            runs = locks
        } catch {
            throw CommandFailure(message: "the journal: \(error.message)").report(.runFailed)
        }
    }

    func release() {
        for run in runs { run.release() }
        daemon.release()
    }
}
