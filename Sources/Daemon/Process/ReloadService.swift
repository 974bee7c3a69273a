import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the workflow files again on SIGHUP.
struct ReloadService: Service {
    let loader: WorkflowLoader
    let logger: Logger

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            logger.info("reading the workflow files again")
            await loader.load()
        }
    }
}
