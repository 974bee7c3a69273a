import Foundation

extension Program {
    /// Starts the program and sends it SIGKILL after that time, if it is still there.
    ///
    /// - Returns: whether it was killed, and the status it ended with otherwise.
    func run(_ arguments: [String], killedAfter wait: Duration) async throws -> (wasKilled: Bool, status: Int32) {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = environment.merging(["NO_COLOR": "1"]) { own, _ in own }
        for stream in [\Process.standardOutput, \.standardError, \.standardInput] {
            process[keyPath: stream] = FileHandle.nullDevice
        }
        let (ends, ended) = AsyncStream.makeStream(of: (Process.TerminationReason, Int32).self)
        process.terminationHandler = { ended.yield(($0.terminationReason, $0.terminationStatus)) }
        try process.run()
        let identifier = process.processIdentifier
        let killer = Task {
            // A random moment is what this is about; nothing waits for it.
            guard (try? await ContinuousClock().sleep(for: wait)) != nil else { return }
            kill(identifier, SIGKILL)
        }
        defer { killer.cancel() }
        for await (reason, status) in ends { return (reason == .uncaughtSignal && status == SIGKILL, status) }
        return (false, -1)
    }
}
