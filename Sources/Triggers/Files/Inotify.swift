import Glibc

/// The kernel's notices of what happens in folders (`inotify(7)`).
final class Inotify: Sendable {
    /// One of them. Several with the same meaning may come.
    struct Notice: Sendable {
        /// -1 when notices were lost.
        var watch: Int32
        var mask: UInt32
        /// Of the entry in the watched folder; empty for the folder itself.
        var name: BytePath

        func has(_ flag: Int) -> Bool { mask & UInt32(flag) != 0 }
        var notSeenSome: Bool { has(Int(IN_Q_OVERFLOW)) }
        var isFolder: Bool { has(Int(IN_ISDIR)) }
    }

    /// What is watched in a folder: files that were written and closed, or put there under a name; folders that appear; the folder's end.
    static let contents = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
    /// Beside it, for those who want to know what is gone.
    static let removals = UInt32(IN_MOVED_FROM | IN_DELETE)
    /// The folder's own end.
    static let end = UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

    /// In batches as they were read.
    let notices: AsyncStream<[Notice]>
    private let continuation: AsyncStream<[Notice]>.Continuation
    private let descriptor: ReadableDescriptor

    init() throws(DescriptorError) {
        let number = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard number >= 0 else { throw DescriptorError("notices of folders (fs.inotify.max_user_instances)", errno) }
        let (notices, continuation) = AsyncStream.makeStream(of: [Notice].self)
        self.notices = notices
        self.continuation = continuation
        descriptor = ReadableDescriptor(number, label: "ulak.inotify") {
            let batch = Self.read(number)
            if !batch.isEmpty { continuation.yield(batch) }
        } whenClosed: {
            continuation.finish()
        }
    }

    /// Ends the notices.
    func stop() { continuation.finish() }

    /// Watches a folder, in addition to what is watched there already. Throws the number of the error.
    ///
    /// - Returns: the number of the watch. A folder has one, by whatever path it was reached.
    func watch(_ folder: BytePath, _ mask: UInt32) -> Result<Int32, SystemError> {
        let watch = folder.withCString { inotify_add_watch(descriptor.number, $0, mask | UInt32(IN_MASK_ADD)) }
        return watch >= 0 ? .success(watch) : .failure(SystemError(number: errno))
    }

    func unwatch(_ watch: Int32) {
        inotify_rm_watch(descriptor.number, watch)
    }

    /// Everything that can be read without waiting.
    private static func read(_ descriptor: Int32) -> [Notice] {
        var notices: [Notice] = []
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: MemoryLayout<inotify_event>.alignment) { buffer in
            while true {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                guard count > 0 else { return }
                var place = 0
                while place < count {
                    let event = buffer.loadUnaligned(fromByteOffset: place, as: inotify_event.self)
                    let start = place + MemoryLayout<inotify_event>.size
                    // Padded with zeros.
                    let name = buffer[start..<(start + Int(event.len))].prefix { $0 != 0 }
                    notices.append(Notice(watch: event.wd, mask: event.mask, name: BytePath(bytes: Array(name))))
                    place = start + Int(event.len)
                }
            }
        }
        return notices
    }
}

/// An error number of the system.
struct SystemError: Error, Equatable, CustomStringConvertible {
    var number: Int32
    var description: String { String(cString: strerror(number)) }
}
