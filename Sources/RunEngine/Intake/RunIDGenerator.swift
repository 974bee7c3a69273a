import Synchronization
import WorkflowModel

/// Makes ids of runs that sort by the order in which they were made, also within one millisecond.
public final class RunIDGenerator: Sendable {
    /// What the lock guards: the millisecond of the last id, and its random part.
    private let last = Mutex((millisecond: Int64.min, random: (UInt16(0), UInt64(0))))
    private let random: @Sendable () -> (UInt16, UInt64)

    /// - Parameter random: 80 random bits.
    public init(random: @escaping @Sendable () -> (UInt16, UInt64)) {
        self.random = random
    }

    public func next(at time: Timestamp) -> RunID {
        let (moment, bits) = last.withLock { last in
            let millisecond = max(time.microseconds / 1000, last.millisecond)
            if millisecond == last.millisecond {
                last.random.1 &+= 1
                if last.random.1 == 0 { last.random.0 &+= 1 }
            } else {
                // The highest bit stays clear, so that counting up has room.
                let (high, low) = random()
                last = (millisecond, (high & 0x7FFF, low))
            }
            return (last.millisecond, last.random)
        }
        return RunID(at: Timestamp(microseconds: moment * 1000), random: bits)
    }
}
