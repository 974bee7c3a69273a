import Foundation
import RunEngine
import Values
import WorkflowModel

/// What nodes may touch on this machine: the files below one folder, and the programs on a list.
public struct LocalAccess: Sendable, Equatable {
    /// Absolute. Relative paths start here, and no path leads out of it.
    public var filesRoot: String
    /// Names, looked for in `PATH`, or absolute paths. Nothing else is run.
    public var allowedCommands: [String]
    /// What commands get of Ulak's own environment: `PATH`, `HOME` and `LANG`, never credentials.
    var inherited: [String: String]

    /// - Parameters:
    ///   - filesRoot: nil: the working folder.
    ///   - environment: of Ulak itself.
    public init(filesRoot: String? = nil, allowedCommands: [String] = [], environment: [String: String] = [:]) {
        let workingFolder = FileManager.default.currentDirectoryPath
        self.filesRoot = filesRoot.map { $0.hasPrefix("/") ? $0 : "\(workingFolder)/\($0)" } ?? workingFolder
        self.allowedCommands = allowedCommands
        inherited = environment.filter { ["PATH", "HOME", "LANG"].contains($0.key) }
    }

    /// As the environment says: `ULAK_FILES` names the folder, `ULAK_ALLOW_COMMANDS` the programs, with commas.
    public init(environment: [String: String]) {
        let commands = (environment["ULAK_ALLOW_COMMANDS"] ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        self.init(
            filesRoot: environment["ULAK_FILES"].flatMap { $0.isEmpty ? nil : $0 },
            allowedCommands: commands.filter { !$0.isEmpty }, environment: environment)
    }
}

/// The bytes of an absolute path in the permitted folder. Holding one proves that it was checked.
struct LocalPath: Sendable {
    let bytes: [UInt8]
    /// As the author wrote it, for messages.
    let text: String

    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { preconditionFailure("an array of at least one byte has no address") }
            return body(start)
        }
    }

    /// A file beside this one.
    func beside(_ name: String) -> LocalPath {
        let folder = bytes.lastIndex(of: 0x2F).map { Array(bytes[...$0]) } ?? []
        return LocalPath(bytes: folder + Array(name.utf8), text: name)
    }

    var parent: LocalPath {
        let slash = bytes.lastIndex(of: 0x2F) ?? 0
        return LocalPath(bytes: slash == 0 ? [0x2F] : Array(bytes[..<slash]), text: text)
    }
}
