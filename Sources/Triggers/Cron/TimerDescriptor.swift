import CTimerFD
import Glibc
import WorkflowModel

/// The kernel's alarm for the wall clock (`timerfd_create(2)`).
///
/// It rings at a point of the wall time, not after a duration, and also when the clock jumps (`TFD_TIMER_CANCEL_ON_SET`; waking up
/// from suspension counts). So nothing has to look at the clock every now and then.
public final class TimerDescriptor: WallAlarm {
    public let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    private let timer: ReadableDescriptor

    public init() throws(DescriptorError) {
        let descriptor = timerfd_create(CLOCK_REALTIME, Int32(TFD_NONBLOCK) | Int32(TFD_CLOEXEC))
        guard descriptor >= 0 else { throw DescriptorError("a timer", errno) }
        let (rings, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.rings = rings
        self.continuation = continuation
        timer = ReadableDescriptor(descriptor, label: "ulak.timer") {
            // Reading also clears the mark that the clock was set (ECANCELED).
            var count: UInt64 = 0
            _ = read(descriptor, &count, MemoryLayout<UInt64>.size)
            continuation.yield()
        } whenClosed: {
            continuation.finish()
        }
    }

    public var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }

    public func set(_ time: Timestamp?) {
        var setting = itimerspec()
        if let time {
            let seconds = max(0, time.wholeSeconds)
            setting.it_value.tv_sec = Int(seconds)
            // Zero in both would disarm it.
            setting.it_value.tv_nsec = Int(max(1, (time.microseconds - seconds * 1_000_000) * 1000))
        }
        timerfd_settime(timer.number, Int32(TFD_TIMER_ABSTIME) | Int32(TFD_TIMER_CANCEL_ON_SET), &setting, nil)
    }

    public func stop() {
        set(nil)
        continuation.finish()
    }
}
