import Synchronization

/// Gives 0, 1, 2, ... as bytes.
final class Counter: Sendable {
    private let next: Mutex<Int>

    init(_ start: Int) { next = Mutex(start) }

    func take(_ count: Int) -> [UInt8] {
        next.withLock { value in
            defer { value += count }
            return (value..<value + count).map { UInt8(truncatingIfNeeded: $0) }
        }
    }
}
