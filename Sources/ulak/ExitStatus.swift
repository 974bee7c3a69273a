import Foundation

/// How the program ends (DESIGN section 10). Thrown to end a command whose message was written already.
enum ExitStatus: Int32, Error {
    case success = 0
    case runFailed = 1
    case usage = 2
    case unknown = 3

    func exit() -> Never {
        Foundation.exit(rawValue)
    }
}
