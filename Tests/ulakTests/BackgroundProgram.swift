import Foundation
import Synchronization

/// The built `ulak` as a process that goes on beside the test: what it says, signals to it, and how it ends.
final class BackgroundProgram: Sendable {
    struct Ending: Sendable {
        let status: Int32
        /// By SIGKILL.
        let wasKilled: Bool
    }

    private let process: Process
    /// Everything on standard error so far, when something has come; ends with the process.
    let texts: AsyncStream<String>
    private let written: Mutex<Data>
    private let endings: AsyncStream<Ending>
    /// Ends when standard error has been read to its end.
    private let readings: AsyncStream<Never>

    /// - Parameter signal: is sent as soon as standard error has the text, by the thread that reads it: no test has to get its turn.
    init(_ program: Program, _ arguments: [String], signal: (text: String, number: Int32)? = nil) throws {
        let process = Process()
        process.executableURL = Program.executable
        process.arguments = arguments
        process.currentDirectoryURL = program.folder
        process.environment = program.environment.merging(["NO_COLOR": "1"]) { own, _ in own }
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let (texts, text) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(1))
        let (endings, ending) = AsyncStream.makeStream(of: Ending.self)
        let (readings, reading) = AsyncStream.makeStream(of: Never.self)
        self.texts = texts
        self.endings = endings
        self.readings = readings
        written = Mutex(Data())
        process.terminationHandler = { process in
            let isKilled = process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL
            ending.yield(Ending(status: process.terminationStatus, wasKilled: isKilled))
            ending.finish()
        }
        try process.run()
        self.process = process
        // A thread of its own that waits for what comes: dispatch sources on pipes of processes that are killed by the hundred end badly.
        let descriptor = dup(pipe.fileHandleForReading.fileDescriptor)
        let reader = Thread { [weak self] in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            var due = signal
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                guard let self else { continue }
                let seen = self.written.withLock { written in
                    written += buffer[..<count]
                    return String(decoding: written, as: UTF8.self)
                }
                if let (awaited, number) = due, seen.contains(awaited) {
                    self.send(number)
                    due = nil
                }
                text.yield(seen)
            }
            close(descriptor)
            text.finish()
            reading.finish()
        }
        reader.start()
    }

    deinit {
        if process.isRunning { send(SIGKILL) }
    }

    var processID: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    /// What it has written to standard error so far.
    var text: String { written.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Nothing for a process that has ended: its id may be another one's.
    func send(_ signal: Int32) {
        if process.isRunning { kill(processID, signal) }
    }

    /// Waits for the end, and until all that it wrote to standard error is in `text`; to be called once.
    func ending() async -> Ending {
        for await _ in readings {}
        for await ending in endings { return ending }
        return Ending(status: -1, wasKilled: false)
    }
}
