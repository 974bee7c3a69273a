import Foundation

extension Program {
    /// Starts the program and sends it SIGKILL after that time, if it is still there.
    ///
    /// - Returns: whether it was killed, and the status it ended with otherwise.
    func run(_ arguments: [String], killedAfter wait: Duration) async throws -> BackgroundProgram.Ending {
        let background = try BackgroundProgram(self, arguments)
        let killer = Task {
            // A random moment is what this is about; nothing waits for it.
            guard (try? await ContinuousClock().sleep(for: wait)) != nil else { return }
            background.send(SIGKILL)
        }
        defer { killer.cancel() }
        return await background.ending()
    }
}
