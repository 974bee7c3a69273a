import RunEngine
import Synchronization

/// What requests share and what changes while the server runs. Each mutex guards the value in it.
final class ServerState: Sendable {
    private let table = Mutex(RouteTable.empty)
    private let drain = Mutex(Drain())

    private struct Drain {
        var isOn = false
        var next = 0
        var watchers: [Int: @Sendable () -> Void] = [:]
    }

    var routes: RouteTable { table.withLock { $0 } }

    func use(_ routes: RouteTable) { table.withLock { $0 = routes } }

    var isDraining: Bool { drain.withLock { $0.isOn } }

    /// Lets whoever waits know that the server is being stopped.
    func startDraining() {
        let watchers = drain.withLock { drain in
            drain.isOn = true
            defer { drain.watchers = [:] }
            return Array(drain.watchers.values)
        }
        for watcher in watchers { watcher() }
    }

    /// Calls once when draining starts, at once when it has. The result takes the call back.
    func whenDraining(_ body: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        let id: Int? = drain.withLock { drain in
            guard !drain.isOn else { return nil }
            drain.next += 1
            drain.watchers[drain.next] = body
            return drain.next
        }
        guard let id else {
            body()
            return {}
        }
        return { [weak self] in _ = self?.drain.withLock { $0.watchers.removeValue(forKey: id) } }
    }
}
