import Glibc

/// Who watches which folder. The kernel has one watch for a folder, however many trees and paths lead to it.
struct FolderWatches {
    /// One use of a watch.
    struct Holder: Hashable {
        var tree: Int
        var folder: BytePath
    }

    let inotify: Inotify
    private var holders: [Int32: Set<Holder>] = [:]
    private var watches: [Holder: Int32] = [:]

    init(_ inotify: Inotify) {
        self.inotify = inotify
    }

    func holders(of watch: Int32) -> Set<Holder> { holders[watch] ?? [] }

    /// Watches a folder for a tree. Where another folder has taken its place, the old one is let go.
    mutating func hold(_ holder: Holder, _ mask: UInt32) -> Result<Void, SystemError> {
        switch inotify.watch(holder.folder, mask) {
        case .failure(let error):
            release(holder)
            return .failure(error)
        case .success(let watch):
            if let old = watches[holder], old != watch { release(holder) }
            watches[holder] = watch
            holders[watch, default: []].insert(holder)
            return .success(())
        }
    }

    mutating func release(_ holder: Holder) {
        guard let watch = watches.removeValue(forKey: holder) else { return }
        holders[watch]?.remove(holder)
        if holders[watch]?.isEmpty ?? false {
            holders[watch] = nil
            inotify.unwatch(watch)
        }
    }

    /// The kernel has ended a watch.
    mutating func ended(_ watch: Int32) {
        for holder in holders.removeValue(forKey: watch) ?? [] { watches[holder] = nil }
    }

    /// Lets go of what a tree holds beyond these folders.
    mutating func keep(_ folders: Set<BytePath>, of tree: Int) {
        for holder in watches.keys where holder.tree == tree && !folders.contains(holder.folder) { release(holder) }
    }
}
