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
    /// Everything on standard error so far, each time that something came; ends with the process.
    let texts: AsyncStream<String>
    private let written: Mutex<Data>
    private let endings: AsyncStream<Ending>

    init(_ program: Program, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = Program.executable
        process.arguments = arguments
        process.currentDirectoryURL = program.folder
        process.environment = program.environment.merging(["NO_COLOR": "1"]) { own, _ in own }
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let (texts, text) = AsyncStream.makeStream(of: String.self)
        let (endings, ending) = AsyncStream.makeStream(of: Ending.self)
        self.texts = texts
        self.endings = endings
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
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                guard let self else { continue }
                let seen = self.written.withLock { written in
                    written += buffer[..<count]
                    return String(decoding: written, as: UTF8.self)
                }
                text.yield(seen)
            }
            close(descriptor)
            text.finish()
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

    func send(_ signal: Int32) { kill(processID, signal) }

    /// Waits for the end; to be called once.
    func ending() async -> Ending {
        for await ending in endings { return ending }
        return Ending(status: -1, wasKilled: false)
    }
}
