import WorkflowModel

/// Sees what limits do to requests, for counters.
///
/// What implementers owe: `observe` returns soon; it is called from several threads.
public protocol RequestLimitObserver: Sendable {
    func observe(_ event: RequestLimitEvent)
}

/// What a limit did. Hosts stand with their port, as in the address.
public enum RequestLimitEvent: Equatable, Sendable {
    /// A request waits because the rate of its credential is used up.
    case waited(host: String, Duration)
    /// A place has failed so often that requests are kept away from it.
    case breakerOpened(host: String)
    /// The place answers again.
    case breakerClosed(host: String)
    /// A request was kept away from a place that does not answer.
    case breakerRefused(host: String)
    /// A retry was not made, because the place fails too much.
    case retryRefused(host: String)
}
