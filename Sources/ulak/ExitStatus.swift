import Foundation

/// How the program ends (DESIGN section 10). Thrown to end a command whose message was written already.
enum ExitStatus: Int32, Error {
    case success = 0
    case runFailed = 1
    case usage = 2
    case unknown = 3

    /// Ends the process. A command whose data did not arrive has not succeeded, whatever it did.
    func exit() -> Never {
        guard let reason = Terminal.output.failureReason else { Foundation.exit(rawValue) }
        let status = CommandFailure(message: "standard output cannot be written: \(reason)").report(.runFailed)
        Foundation.exit(self == .success ? status.rawValue : rawValue)
    }
}
