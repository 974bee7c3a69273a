import Glibc
import Logging
import RunEngine
import ServiceLifecycle
import Values
import WorkflowModel

/// Starts the runs of all `file_watch` triggers. The kernel tells what happens in the folders; nothing is polled.
public actor FileWatchService: TriggerService {
    public static let node = NodeName("file_watch")
    static let batch = 1000
    static let longestPause = Duration.seconds(60)

    let delivery: EventDelivery
    let project: BytePath
    let succeeded: @Sendable (RunID) async -> Bool
    let logger: Logger
    let openRuns = OpenFileRuns()
    let elapsed: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void

    private var watches: FolderWatches
    private var trees: [Int: FolderTree] = [:]
    var triggers: [Int: Watching] = [:]
    private var lastNumber = 0
    private var isRunning = false
    private var isDelivering = false
    private var deliversAgain = false
    private var timer: (due: Duration, task: Task<Void, Never>)?
    var pause = Duration.seconds(1)

    /// A trigger at work.
    struct Watching {
        var watch: FileWatch
        var root: BytePath
        var settling: SettlingFiles
    }

    /// - Parameters:
    ///   - project: the folder that relative paths start from, absolute.
    ///   - succeeded: whether a run has ended well, from the journal; asked for files that were seen before.
    ///   - clock: measures how long files rest.
    public init<C: Clock>(
        intake: any RunIntake, project: String, clock: C, logger: Logger, succeeded: @escaping @Sendable (RunID) async -> Bool
    ) throws(DescriptorError) where C.Duration == Duration {
        delivery = EventDelivery(intake: intake)
        self.project = BytePath(project).absolute(in: BytePath("/"))
        self.succeeded = succeeded
        self.logger = logger
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(for: $0) }
        watches = FolderWatches(try Inotify())
    }

    public func run() async throws {
        isRunning = true
        let inotify = watches.inotify
        await deliver()
        await withGracefulShutdownHandler {
            for await batch in inotify.notices { await take(batch) }
        } onGracefulShutdown: {
            inotify.stop()
        }
        isRunning = false
        timer?.task.cancel()
    }

    // MARK: Workflows

    /// The intake has to know the plan before.
    public func install(_ plan: Plan) async throws(IntakeError) {
        let wanted = plan.triggers.filter { $0.node == Self.node }.map { FileWatch($0, of: plan.workflow) }
        for (number, present) in triggers where present.watch.key.workflow == plan.workflow {
            if !wanted.contains(present.watch) { drop(number) }
        }
        for watch in wanted where !triggers.values.contains(where: { $0.watch == watch }) { add(watch) }
        await deliver()
    }

    public func remove(_ workflow: WorkflowName) async {
        for (number, present) in triggers where present.watch.key.workflow == workflow { drop(number) }
    }

    private func add(_ watch: FileWatch) {
        lastNumber += 1
        let root = watch.folder.absolute(in: project)
        var excluded: BytePath?
        if case .move(let folder)? = watch.after {
            let target = BytePath(folder).absolute(in: project)
            if target == root {
                logger.error(
                    "files would be moved to the folder they come from; they are left where they are",
                    metadata: ["trigger": "\(watch.key)"])
            }
            excluded = target == root ? nil : target
        }
        trees[lastNumber] = FolderTree(
            number: lastNumber, root: root, includesSubfolders: watch.includesSubfolders, excluded: excluded)
        triggers[lastNumber] = Watching(watch: watch, root: root, settling: SettlingFiles(settle: watch.settle))
        scan(lastNumber)
    }

    private func drop(_ number: Int) {
        watches.keep([], of: number)
        trees[number] = nil
        triggers[number] = nil
    }

    // MARK: Notices

    func take(_ notices: [Inotify.Notice]) async {
        var scans: Set<Int> = []
        for notice in notices {
            if notice.notSeenSome {
                logger.warning("the kernel dropped notices of files; all folders are listed anew")
                scans.formUnion(trees.keys)
                continue
            }
            for holder in watches.holders(of: notice.watch) {
                guard var tree = trees[holder.tree] else { continue }
                if tree.needsScan(notice, in: holder.folder) {
                    scans.insert(holder.tree)
                } else if !scans.contains(holder.tree) {
                    let files = tree.files(after: notice, in: holder.folder, &watches)
                    trees[holder.tree] = tree
                    for file in files { look(at: file, for: holder.tree) }
                }
            }
            if notice.has(Int(IN_IGNORED)) { watches.ended(notice.watch) }
        }
        for number in scans { scan(number) }
        await deliver()
    }

    private func scan(_ number: Int) {
        guard var tree = trees[number], let watching = triggers[number] else { return }
        let problem = tree.problem
        let files = tree.scan(&watches)
        trees[number] = tree
        if let found = tree.problem, found != problem {
            let help = found.number == ENOSPC ? "; raise fs.inotify.max_user_watches" : ""
            logger.warning(
                "a watched folder cannot be watched yet",
                metadata: [
                    "trigger": "\(watching.watch.key)", "folder": "\(tree.root)", "reason": "\(found)\(help)",
                ])
        }
        for file in files { look(at: file, for: number) }
    }

    private func look(at file: BytePath, for number: Int) {
        guard let watching = triggers[number], watching.watch.matches(file.name), let below = file.relative(to: watching.root)
        else { return }
        if case .file(let version, _) = FileStatus(of: file) {
            triggers[number]?.settling.saw(below, version, at: elapsed())
        } else {
            triggers[number]?.settling.gone(below)
        }
    }

    // MARK: Delivery

    /// Starts runs for what has rested, one call at a time, and sets the timer for the rest.
    private func deliver() async {
        guard isRunning else { return }
        deliversAgain = true
        guard !isDelivering else { return }
        isDelivering = true
        while deliversAgain {
            deliversAgain = false
            for number in triggers.keys.sorted() {
                while await deliverBatch(of: number) {}
            }
        }
        isDelivering = false
        setTimer()
    }

    private func setTimer() {
        guard isRunning else { return }
        var next: Duration?
        for number in triggers.keys {
            guard let due = triggers[number]?.settling.nextDue else { continue }
            next = min(due, next ?? due)
        }
        if let timer, timer.due == next { return }
        timer?.task.cancel()
        timer = nil
        guard let next else { return }
        let wait = max(.zero, next - elapsed()), sleep = sleep
        timer = (
            next,
            Task {
                guard (try? await sleep(wait)) != nil else { return }
                await self.timeIsUp()
            }
        )
    }

    private func timeIsUp() async {
        timer = nil
        await deliver()
    }
}
