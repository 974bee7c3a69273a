import ServiceLifecycle

/// Says when the daemon has started, and is the first to learn that it is to stop.
struct StartService: Service {
    let onStart: @Sendable () async throws -> Void
    let onStop: @Sendable () -> Void

    init(_ onStart: @escaping @Sendable () async throws -> Void, onStop: @escaping @Sendable () -> Void) {
        self.onStart = onStart
        self.onStop = onStop
    }

    func run() async throws {
        try await onStart()
        try? await gracefulShutdown()
        onStop()
    }
}
