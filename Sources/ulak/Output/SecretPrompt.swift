import Foundation
import Vault
import WorkflowModel

/// Asks a person for a secret on the terminal, without showing what is typed.
enum SecretPrompt {
    /// Nil where there is no terminal. Standard input and output may be something else: the terminal is opened by its name.
    static func ask(_ question: String) -> Secret? {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var settings = termios()
        guard tcgetattr(terminal, &settings) == 0 else { return nil }
        var quiet = settings
        quiet.c_lflag &= ~tcflag_t(ECHO)
        quiet.c_lflag |= tcflag_t(ECHONL)
        // An interruption while nothing is shown must not leave the terminal so.
        let restoring = SignalGuard(terminal: terminal, settings: settings)
        defer { restoring.end() }
        guard tcsetattr(terminal, TCSAFLUSH, &quiet) == 0 else { return nil }
        say(question, to: terminal)
        var line: [UInt8] = []
        defer { line.withUnsafeMutableBytes { bytes in if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) } } }
        line.reserveCapacity(64 << 10)
        var byte: UInt8 = 0
        while true {
            let count = read(terminal, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1, byte != UInt8(ascii: "\n"), line.count < 64 << 10 else { break }
            line.append(byte)
        }
        return Secret(fileContents: line)
    }

    /// The same text twice, or an error.
    static func askTwice(_ question: String) throws(CommandFailure) -> Secret? {
        guard let first = ask("\(question): ") else { return nil }
        guard let second = ask("Once more: ") else { return nil }
        guard second.withBytes({ first.matches($0) }) else {
            throw CommandFailure(message: "the two were not the same; nothing was changed")
        }
        return first
    }

    @Sendable static func passphrase() throws(VaultFailure) -> Secret? { ask("Pass-phrase of the vault: ") }

    private static func say(_ text: String, to terminal: Int32) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
    }
}

/// Puts the terminal back when the question is over, also when a signal ends the process.
private final class SignalGuard {
    private let terminal: Int32
    private var settings: termios
    private let sources: [any DispatchSourceSignal]

    init(terminal: Int32, settings: termios) {
        self.terminal = terminal
        self.settings = settings
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                var settings = settings
                tcsetattr(terminal, TCSAFLUSH, &settings)
                _exit(128 + number)
            }
            source.resume()
            return source
        }
    }

    func end() {
        tcsetattr(terminal, TCSAFLUSH, &settings)
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
    }
}
