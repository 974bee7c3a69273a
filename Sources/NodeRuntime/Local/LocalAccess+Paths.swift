import Foundation
import Glibc
import RunEngine
import Values
import WorkflowModel

extension LocalAccess {
    /// The path that the parameters `path` or `path_base64` name. Links are followed; where the last parts of the path do not exist yet,
    /// the part that does decides.
    func path(_ parameters: ValueObject) throws(NodeFailure) -> LocalPath {
        if let encoded = parameters["path_base64"]?.stringValue {
            guard let data = Data(base64Encoded: encoded) else {
                throw NodeFailure(code: "parameter", class: .input, message: "`path_base64` is no base 64 text")
            }
            return try path(bytes: Array(data), text: String(decoding: data, as: UTF8.self))
        }
        let text = parameters["path"]?.stringValue ?? ""
        return try path(bytes: Array(text.utf8), text: text)
    }

    func path(bytes: [UInt8], text: String) throws(NodeFailure) -> LocalPath {
        guard !bytes.contains(0), !bytes.isEmpty else {
            throw NodeFailure(code: "parameter", class: .input, message: "a path is empty or holds a zero byte")
        }
        guard let root = Self.resolved(Array(filesRoot.utf8)) else {
            throw NodeFailure(code: "files_root", class: .config, message: "there is no folder `\(filesRoot)` for files")
        }
        let whole = bytes.first == 0x2F ? bytes : root + [0x2F] + bytes
        // From the end on, names that do not exist are set aside until something does.
        var existing = whole, rest: [[UInt8]] = []
        var found = Self.resolved(existing)
        while found == nil, let slash = existing.lastIndex(of: 0x2F) {
            let name = Array(existing[(slash + 1)...])
            // A link to nothing would be followed when it is written to.
            if name == [0x2E, 0x2E] || Self.isLink(existing) { throw Self.outside(text) }
            if !name.isEmpty, name != [0x2E] { rest.insert(name, at: 0) }
            existing = Array(existing[..<slash])
            if existing.isEmpty {
                found = []
            } else {
                found = Self.resolved(existing)
            }
        }
        var path = found ?? []
        if path == [0x2F] { path = [] }
        for name in rest { path += [0x2F] + name }
        guard path == root || path.starts(with: root == [0x2F] ? root : root + [0x2F]) else { throw Self.outside(text) }
        return LocalPath(bytes: path, text: text)
    }

    private static func outside(_ text: String) -> NodeFailure {
        NodeFailure(
            code: "outside_root", class: .config,
            message: "`\(text)` leads out of the folder for files; move it there, or set ULAK_FILES to a folder further up")
    }

    /// Without links and dots; nil where something of it does not exist.
    private static func resolved(_ path: [UInt8]) -> [UInt8]? {
        let found = (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { realpath($0.baseAddress, nil) }
        guard let found else { return nil }
        defer { free(found) }
        return UnsafeBufferPointer(start: found, count: strlen(found)).map { UInt8(bitPattern: $0) }
    }

    private static func isLink(_ path: [UInt8]) -> Bool {
        var status = stat()
        let found = (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { lstat($0, &status) } ?? -1
        }
        return found == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}

extension NodeFailure {
    /// What an error number of the system means for a step.
    static func system(_ number: Int32, _ what: String, _ path: LocalPath) -> NodeFailure {
        let (code, failureClass): (String, FailureClass) =
            switch number {
            case ENOENT, ENOTDIR: ("not_found", .input)
            case EACCES, EPERM, EROFS: ("denied", .config)
            case EISDIR: ("is_folder", .input)
            case EEXIST: ("exists", .input)
            case ENOSPC, EDQUOT: ("disk_full", .unavailable)
            default: ("io", .unavailable)
            }
        return NodeFailure(
            code: code, class: failureClass, message: "cannot \(what) `\(path.text)`: \(String(cString: strerror(number)))")
    }
}
