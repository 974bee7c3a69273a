import Glibc

/// Watches one folder, those below it where they count, and the way down to it, so that a folder that vanishes is found again.
///
/// What it says is a hint to look at a file, never more: the file may be gone, and the same hint may come twice. Whenever there is doubt
/// everything is listed anew.
struct FolderTree {
    let number: Int
    /// Absolute.
    let root: BytePath
    let includesSubfolders: Bool
    /// A folder inside the tree that does not belong to it.
    let excluded: BytePath?
    /// Whether folders below whose names begin with a dot do not count.
    let skipsHidden: Bool
    /// Beside the usual.
    let mask: UInt32

    /// The root is not there, or is none of ours to read.
    private(set) var problem: SystemError?
    private var folders: Set<BytePath> = []

    init(
        number: Int, root: BytePath, includesSubfolders: Bool, excluded: BytePath? = nil, skipsHidden: Bool = false,
        mask: UInt32 = 0
    ) {
        self.number = number
        self.root = root
        self.includesSubfolders = includesSubfolders
        self.excluded = excluded
        self.skipsHidden = skipsHidden
        self.mask = Inotify.contents | mask
    }

    /// Whether a notice means that the tree has to be scanned.
    func needsScan(_ notice: Inotify.Notice, in folder: BytePath) -> Bool {
        let isEnd = notice.has(Int(IN_DELETE_SELF)) || notice.has(Int(IN_MOVE_SELF)) || notice.has(Int(IN_UNMOUNT))
        if folders.contains(folder) {
            if isEnd { return folder == root || notice.has(Int(IN_MOVE_SELF)) }
            return false
        }
        // On the way to the root: something has come or gone there.
        if isEnd { return true }
        let next = folder.appending(notice.name)
        return next == root || root.relative(to: next) != nil
    }

    /// Files to look at after a notice.
    mutating func files(after notice: Inotify.Notice, in folder: BytePath, _ watches: inout FolderWatches) -> [BytePath] {
        guard folders.contains(folder), !notice.name.bytes.isEmpty else { return [] }
        let path = folder.appending(notice.name)
        if notice.isFolder {
            guard includesSubfolders, notice.has(Int(IN_CREATE)) || notice.has(Int(IN_MOVED_TO)) else { return [] }
            return list(path, &watches)
        }
        if notice.has(Int(IN_CLOSE_WRITE)) || notice.has(Int(IN_MOVED_TO)) { return [path] }
        // A new file is not finished yet, unless it is another name of a finished one.
        if notice.has(Int(IN_CREATE)) {
            switch FileStatus(of: path) {
            case .file(_, let links) where links > 1: return [path]
            case .file(_, _): return Self.isLink(path) ? [path] : []
            default: return []
            }
        }
        return notice.mask & Inotify.removals != 0 ? [path] : []
    }

    /// Brings the watches in line with what is there, and lists every file.
    mutating func scan(_ watches: inout FolderWatches) -> [BytePath] {
        folders = []
        var files: [BytePath] = []
        var way = watchTheWay(&watches)
        // Between the look at the root and the watch above it the root may have appeared.
        for _ in 0..<100 {
            problem = nil
            files = list(root, &watches)
            guard problem != nil, let above = watchAbove(&watches) else { break }
            way.insert(above)
            if FileStatus(of: Self.step(from: above, to: root)) != .folder { break }
        }
        watches.keep(folders.union(way), of: number)
        return files
    }

    /// The folders above the root tell of their own end, because with them the root's path leads somewhere else.
    private func watchTheWay(_ watches: inout FolderWatches) -> Set<BytePath> {
        var way: Set<BytePath> = []
        var folder = root.parent
        while folder.bytes.count > 1 {
            if case .success = watches.hold(.init(tree: number, folder: folder), Inotify.end) { way.insert(folder) }
            folder = folder.parent
        }
        return way
    }

    /// Watches the lowest folder above the root that is there, for the next one on the way.
    private func watchAbove(_ watches: inout FolderWatches) -> BytePath? {
        var folder = root
        while folder.bytes.count > 1 {
            folder = folder.parent
            let mask = UInt32(IN_CREATE | IN_MOVED_TO) | Inotify.end
            if case .success = watches.hold(.init(tree: number, folder: folder), mask) { return folder }
        }
        return nil
    }

    private static func step(from folder: BytePath, to root: BytePath) -> BytePath {
        guard let rest = root.relative(to: folder) else { return root }
        return folder.appending(BytePath(bytes: Array(rest.bytes.prefix { $0 != 0x2F })))
    }

    /// Watches first and lists then, so that nothing falls in between.
    private mutating func list(_ start: BytePath, _ watches: inout FolderWatches) -> [BytePath] {
        var files: [BytePath] = []
        var open = [start]
        while let folder = open.popLast() {
            if folder == excluded || skipsHidden && folder != root && folder.name.bytes.first == 0x2E { continue }
            if case .failure(let error) = watches.hold(.init(tree: number, folder: folder), mask) {
                if folder == root || error.number == ENOSPC { problem = error }
                continue
            }
            folders.insert(folder)
            guard let entries = FolderListing.entries(of: folder) else { continue }
            for entry in entries {
                let path = folder.appending(entry.name)
                switch entry.kind {
                case .file: files.append(path)
                case .folder: if includesSubfolders { open.append(path) }
                case .unknown:
                    // Links to files count, links to folders do not: they could lead round in circles.
                    if includesSubfolders, !Self.isLink(path), FileStatus(of: path) == .folder {
                        open.append(path)
                    } else if case .file = FileStatus(of: path) {
                        files.append(path)
                    }
                }
            }
        }
        return files
    }

    private static func isLink(_ path: BytePath) -> Bool {
        var found = stat()
        return path.withCString { lstat($0, &found) } == 0 && found.st_mode & S_IFMT == S_IFLNK
    }
}
