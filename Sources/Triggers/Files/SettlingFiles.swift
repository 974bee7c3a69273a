import WorkflowModel

/// Files that may still be changing, in the order in which they will count. Pure: the time arrives with each call.
struct SettlingFiles {
    /// One version of a file that has come to rest, as far as is known.
    struct File: Equatable {
        var path: BytePath
        var version: FileVersion
    }

    private struct Candidate {
        var version: FileVersion
        /// Of the newest entry in the queue; older ones are void.
        var ticket: Int
    }

    let settle: Duration
    private var candidates: [BytePath: Candidate] = [:]
    /// Ordered by time, because every file waits equally long.
    private var queue: [(path: BytePath, ticket: Int, due: Duration)] = []
    private var head = 0
    private var lastTicket = 0

    init(settle: Duration) {
        self.settle = settle
    }

    var isEmpty: Bool { candidates.isEmpty }
    var count: Int { candidates.count }

    /// A file was seen: from now on it has to rest.
    ///
    /// The ends of the waits lie on a grid, so that files that come one after the other count together.
    mutating func saw(_ path: BytePath, _ version: FileVersion, at now: Duration) {
        lastTicket += 1
        candidates[path] = Candidate(version: version, ticket: lastTicket)
        var due = (now + settle).microseconds
        let grid = settle.microseconds / 8
        if grid > 0 { due = (due + grid - 1) / grid * grid }
        queue.append((path, lastTicket, max(.microseconds(due), queue.last?.due ?? .zero)))
    }

    mutating func gone(_ path: BytePath) {
        candidates[path] = nil
    }

    /// When the next one has rested long enough.
    var nextDue: Duration? {
        mutating get {
            skipVoid()
            return head < queue.count ? queue[head].due : nil
        }
    }

    /// Takes out those that have rested, at most so many.
    mutating func rested(at now: Duration, limit: Int) -> [File] {
        var files: [File] = []
        while files.count < limit, let due = nextDue, due <= now {
            let path = queue[head].path
            head += 1
            if let candidate = candidates.removeValue(forKey: path) { files.append(File(path: path, version: candidate.version)) }
        }
        return files
    }

    private mutating func skipVoid() {
        while head < queue.count, candidates[queue[head].path]?.ticket != queue[head].ticket { head += 1 }
        if head == queue.count || head > 4096, head * 2 >= queue.count {
            queue.removeFirst(head)
            head = 0
        }
    }
}
