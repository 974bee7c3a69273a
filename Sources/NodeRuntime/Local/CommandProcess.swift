import Glibc
import RunEngine
import Subprocess

import class Foundation.Thread

/// One process with a session of its own. When it ends, or is cut off, nothing of its group is left.
struct CommandProcess: Sendable {
    let command: AllowedCommand
    let arguments: [String]
    let environment: [String: String]
    let folder: LocalPath
    let input: [UInt8]
    /// Of output and errors, each. What comes beyond is read and thrown away, so that the command is not held up.
    let limit: Int

    struct Collected: Sendable {
        var bytes: [UInt8] = []
        var isTruncated = false
    }

    enum Ending: Sendable {
        /// Surely nothing ran.
        case notStarted(String)
        case exited(Int32, Collected, Collected)
        /// By somebody else.
        case signaled(Int32)
        /// By us, because the task was cancelled.
        case cutOff
        case lost(String)
    }

    /// A program that ends without having read its input would end Ulak otherwise. The programs themselves start with the usual signals.
    private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    func run() async -> Ending {
        Self.ignoresBrokenPipes
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(2))]
        let executable: Executable =
            switch command {
            case .named(let name): .name(name)
            case .at(let path): .path(.init(path))
            }
        var variables: [Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { variables[key] = value }
        }
        let limit = limit, input = input
        if Task.isCancelled { return .notStarted("the step was cancelled before the command began") }
        do {
            let result = try await Subprocess.run(
                executable, arguments: Arguments(arguments), environment: .custom(variables),
                workingDirectory: .init(String(decoding: folder.bytes, as: UTF8.self)), platformOptions: options,
                input: .inputWriter, output: .sequence, error: .sequence
            ) { execution in
                let process = execution.processIdentifier.value
                // The session's number is the group's; what the command has left running ends with it.
                defer { kill(-process, SIGKILL) }
                let pieces = try await withThrowingTaskGroup(of: Piece.self) { group in
                    group.addTask {
                        // A command that does not read all of its input is no failure.
                        _ = try? await execution.standardInputWriter.write(input)
                        try? await execution.standardInputWriter.finish()
                        return .input
                    }
                    group.addTask { .output(try await Self.collect(execution.standardOutput, limit)) }
                    group.addTask { .error(try await Self.collect(execution.standardError, limit)) }
                    var output = Collected(), error = Collected()
                    for try await piece in group {
                        switch piece {
                        case .input: break
                        case .output(let found): output = found
                        case .error(let found): error = found
                        }
                    }
                    return (output, error)
                }
                // A command may close its output, or lose it to our cancellation, long before it ends.
                await Self.end(of: process)
                return pieces
            }
            if Task.isCancelled { return .cutOff }
            switch result.terminationStatus {
            case .exited(let code): return .exited(code, result.closureResult.0, result.closureResult.1)
            case .signaled(let signal): return .signaled(signal)
            }
        } catch {
            return ending(after: error)
        }
    }

    private enum Piece: Sendable {
        case input
        case output(Collected)
        case error(Collected)
    }

    /// Waits until the process has ended, and leaves it to be reaped: as long as it is not, its number is its own.
    private static func end(of process: pid_t) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var information = siginfo_t()
                while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
                continuation.resume()
            }
        }
    }

    private static func collect(_ sequence: SubprocessOutputSequence, _ limit: Int) async throws -> Collected {
        var collected = Collected()
        for try await buffer in sequence {
            let room = limit - collected.bytes.count
            buffer.withUnsafeBytes { bytes in
                collected.bytes.append(contentsOf: bytes.prefix(room))
                if bytes.count > room { collected.isTruncated = true }
            }
        }
        return collected
    }

    private func ending(after error: any Swift.Error) -> Ending {
        if let error = error as? SubprocessError {
            switch error.code {
            case .executableNotFound, .spawnFailed, .failedToChangeWorkingDirectory:
                return .notStarted("the command cannot be started: \(error)")
            default: break
            }
        }
        return Task.isCancelled ? .cutOff : .lost("the command's end was not seen: \(error)")
    }
}
