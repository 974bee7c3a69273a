import Glibc
import Logging
import ServiceLifecycle
import WorkflowModel

/// Tells which workflow files of a folder were added, changed or removed, once the folder has been quiet for a moment.
///
/// It knows the files from the moment when it is made: make it first and read the files then, so that no change falls in between. Files
/// with the ending `.yaml` or `.yml` count, also in folders below; what begins with a dot does not.
public actor WorkflowFolderWatcher: Service {
    /// Paths below the folder, in order.
    public struct Changes: Sendable, Equatable {
        public var added: [String] = []
        public var changed: [String] = []
        public var removed: [String] = []

        public var isEmpty: Bool { added.isEmpty && changed.isEmpty && removed.isEmpty }
    }

    /// However busy the folder is, this often one looks.
    private static let longestUnrest = Duration.seconds(2)

    private let quiet: Duration
    private let logger: Logger
    private let report: @Sendable (Changes) async -> Void
    private let elapsed: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void

    private var watches: FolderWatches
    private var tree: FolderTree
    private var known: [BytePath: FileVersion]
    private var unrest: (since: Duration, timer: Task<Void, Never>)?

    /// - Parameters:
    ///   - folder: absolute, or from the working folder on.
    ///   - quiet: how long nothing may happen before changes are reported; editors write in several steps.
    public init<C: Clock>(
        folder: String, clock: C, quiet: Duration = .milliseconds(200), logger: Logger,
        report: @escaping @Sendable (Changes) async -> Void
    ) throws(DescriptorError) where C.Duration == Duration {
        self.quiet = quiet
        self.logger = logger
        self.report = report
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(for: $0) }
        var watches = FolderWatches(try Inotify())
        let root = BytePath(folder).absolute(in: .workingFolder)
        var tree = FolderTree(number: 0, root: root, includesSubfolders: true, skipsHidden: true, mask: Inotify.removals)
        known = Self.versions(tree.scan(&watches), below: root)
        self.watches = watches
        self.tree = tree
    }

    public func run() async throws {
        let inotify = watches.inotify
        await withGracefulShutdownHandler {
            for await batch in inotify.notices { take(batch) }
        } onGracefulShutdown: {
            inotify.stop()
        }
        unrest?.timer.cancel()
    }

    private func take(_ notices: [Inotify.Notice]) {
        var matters = false
        for notice in notices {
            let holders = watches.holders(of: notice.watch)
            matters =
                matters || notice.notSeenSome
                || holders.contains { holder in
                    tree.needsScan(notice, in: holder.folder) || notice.isFolder
                        || Self.isWorkflow(notice.name)
                }
            if notice.has(Int(IN_IGNORED)) { watches.ended(notice.watch) }
        }
        if matters { stir() }
    }

    /// Puts the look off until it is quiet.
    private func stir() {
        let now = elapsed(), since = unrest?.since ?? now
        unrest?.timer.cancel()
        let wait = min(quiet, max(.zero, since + Self.longestUnrest - now)), sleep = sleep
        unrest = (
            since,
            Task {
                guard (try? await sleep(wait)) != nil else { return }
                await self.look()
            }
        )
    }

    private func look() async {
        unrest = nil
        let found = Self.versions(tree.scan(&watches), below: tree.root)
        var changes = Changes()
        for (path, version) in found {
            if let old = known[path] {
                if old != version { changes.changed.append(path.description) }
            } else {
                changes.added.append(path.description)
            }
        }
        changes.removed = known.keys.filter { found[$0] == nil }.map(\.description)
        known = found
        if changes.isEmpty { return }
        changes.added.sort()
        changes.changed.sort()
        changes.removed.sort()
        await report(changes)
    }

    private static func versions(_ files: [BytePath], below root: BytePath) -> [BytePath: FileVersion] {
        var versions: [BytePath: FileVersion] = [:]
        for file in files where isWorkflow(file.name) {
            if let path = file.relative(to: root), case .file(let version, _) = FileStatus(of: file) { versions[path] = version }
        }
        return versions
    }

    private static func isWorkflow(_ name: BytePath) -> Bool {
        name.bytes.first != 0x2E
            && (name.bytes.suffix(5) == Array(".yaml".utf8)[...] || name.bytes.suffix(4) == Array(".yml".utf8)[...])
    }
}

extension BytePath {
    static var workingFolder: BytePath {
        guard let path = getcwd(nil, 0) else { return BytePath("/") }
        defer { free(path) }
        return BytePath(String(cString: path))
    }
}
