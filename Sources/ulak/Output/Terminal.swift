import Foundation
import Synchronization

/// One of the standard streams.
final class Terminal: Sendable {
    static let output = Terminal(descriptor: STDOUT_FILENO)
    static let error = Terminal(descriptor: STDERR_FILENO)
    /// Standard input, to ask whether a person sits there.
    static let input = Terminal(descriptor: STDIN_FILENO)

    private let descriptor: Int32
    /// Held while a text is written; what went wrong with one, if something did.
    private let failure = Mutex<Int32?>(nil)
    /// Whether a person sees it as it comes.
    let isTerminal: Bool
    /// Whether colours are welcome: on a terminal, unless NO_COLOR is set or the terminal is dumb.
    let hasColor: Bool

    private init(descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
        let environment = ProcessInfo.processInfo.environment
        hasColor = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }

    /// Why something that was written did not arrive; nil when all of it did, or when the reader has gone.
    var failureReason: String? { failure.withLock { $0 }.map { String(cString: strerror($0)) } }

    /// Puts something in the place of standard streams that were closed, so that no file or connection gets their numbers. Writing to
    /// what stands in for standard output fails.
    static func keepPlaces() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", descriptor == STDERR_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    /// Writes the whole text, or nothing more when the reader has gone.
    func write(_ text: String) {
        failure.withLock { failure in
            var bytes = Array(text.utf8)[...]
            while !bytes.isEmpty {
                let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
                if written < 0, errno == EINTR { continue }
                guard written > 0 else {
                    // A reader that has seen enough is nothing to complain of.
                    if errno != EPIPE { failure = failure ?? errno }
                    return
                }
                bytes = bytes.dropFirst(written)
            }
        }
    }

    /// Columns of the terminal; 80 where nobody says.
    var width: Int { size.map { Int($0.ws_col) } ?? 80 }

    /// Rows of the terminal; 24 where nobody says.
    var height: Int { size.map { Int($0.ws_row) } ?? 24 }

    private var size: winsize? {
        var size = winsize()
        guard isTerminal, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20, size.ws_row > 5 else { return nil }
        return size
    }
}

/// Colours of the terminal, or none.
struct Palette {
    let isOn: Bool

    private func paint(_ text: String, _ code: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }

    func good(_ text: String) -> String { paint(text, "32") }
    func bad(_ text: String) -> String { paint(text, "31") }
    func warning(_ text: String) -> String { paint(text, "33") }
    func faint(_ text: String) -> String { paint(text, "2") }
    func strong(_ text: String) -> String { paint(text, "1") }
}
