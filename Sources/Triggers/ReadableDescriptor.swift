@preconcurrency import Dispatch
import Glibc

/// A descriptor of the kernel that tells when there is something to read. Owns the descriptor and closes it.
final class ReadableDescriptor: Sendable {
    let number: Int32
    private let source: any DispatchSourceRead

    /// - Parameters:
    ///   - number: opened so that reading never waits.
    ///   - whenReadable: called on a queue of its own, one call at a time, until everything was read.
    init(_ number: Int32, label: String, whenReadable: @escaping @Sendable () -> Void, whenClosed: @escaping @Sendable () -> Void)
    {
        self.number = number
        source = DispatchSource.makeReadSource(fileDescriptor: number, queue: DispatchQueue(label: label))
        source.setEventHandler(handler: whenReadable)
        source.setCancelHandler {
            close(number)
            whenClosed()
        }
        source.activate()
    }

    deinit { source.cancel() }
}

/// The kernel gives no descriptor of a kind, mostly because a limit is reached.
public struct DescriptorError: Error, Sendable, CustomStringConvertible {
    public let description: String

    init(_ what: String, _ code: Int32) {
        description = "the system gives no descriptor for \(what): \(String(cString: strerror(code)))"
    }
}
