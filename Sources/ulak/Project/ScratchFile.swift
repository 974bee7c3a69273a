import Foundation
import Vault
import WorkflowModel

/// A text with secrets for an editor: in a folder of its own that only its owner enters, and overwritten afterwards, also when a signal
/// ends the program.
final class ScratchFile {
    private let folder: String
    private var path: String { folder + "/vault.yaml" }
    private var sources: [any DispatchSourceSignal] = []

    init(contents: Secret) throws(CommandFailure) {
        // Memory first: a text that never was on a disk need not be taken off it.
        let places = [ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"], "/dev/shm", NSTemporaryDirectory()].compactMap {
            $0
        }
        var made: String?
        for place in places where made == nil {
            var template = Array("\(place)/ulak-edit-XXXXXX".utf8CString)
            if mkdtemp(&template) != nil {
                made = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            }
        }
        guard let made else { throw CommandFailure(message: "there is no place for a temporary file") }
        folder = made
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CommandFailure(message: "cannot write a temporary file in `\(made)`") }
        defer { close(descriptor) }
        let isWritten = contents.withBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = UnsafeRawBufferPointer(rebasing: rest).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count <= 0 { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
        guard isWritten else {
            wipe()
            throw CommandFailure(message: "cannot write a temporary file in `\(made)`")
        }
        wipeOnSignals()
    }

    /// Ctrl-C belongs to the editor while it runs.
    private func wipeOnSignals() {
        signal(SIGINT, SIG_IGN)
        signal(SIGQUIT, SIG_IGN)
        let folder = folder
        for number in [SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                Self.wipe(folder)
                _exit(128 + number)
            }
            source.resume()
            sources.append(source)
        }
    }

    /// Runs the editor on the text, in the foreground. Gives the status it ended with, or nil where it could not be started.
    func edit() -> Int32? {
        let environment = ProcessInfo.processInfo.environment
        let editor = [environment["VISUAL"], environment["EDITOR"]].compactMap { $0 }.first { !$0.isEmpty } ?? "vi"
        // The shell splits what people write into EDITOR, such as `code --wait`.
        let arguments = ["sh", "-c", "\(editor) \"$1\"", "sh", path]
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        // Signals that we leave to the editor must not stay ignored in it.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGINT, SIGQUIT, SIGTERM, SIGHUP] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var process = pid_t()
        guard posix_spawn(&process, "/bin/sh", nil, &attributes, &pointers, environ) == 0 else { return nil }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 { guard errno == EINTR else { return nil } }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    func read() throws(VaultFailure) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw VaultFailure(.editedText, "the edited text is gone")
        }
        return Array(data)
    }

    func wipe() {
        Self.wipe(folder)
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGQUIT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
    }

    /// Overwrites every file in the folder, what the editor left included, and removes them.
    private static func wipe(_ folder: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            let path = "\(folder)/\(name)"
            let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
            if descriptor >= 0 {
                var info = stat()
                if fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG {
                    let zeros = [UInt8](repeating: 0, count: Int(info.st_size))
                    _ = zeros.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                    fsync(descriptor)
                }
                close(descriptor)
            }
        }
        try? FileManager.default.removeItem(atPath: folder)
    }
}
