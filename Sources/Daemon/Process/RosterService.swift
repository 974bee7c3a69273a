import RunEngine
import ServiceLifecycle

/// Carries the runs of the journal as a service: stops taking them in hand and lets them go when the group shuts down.
struct RosterService: Service {
    let roster: RunRoster

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await roster.run()
        } onGracefulShutdown: {
            roster.stop()
        }
    }
}
