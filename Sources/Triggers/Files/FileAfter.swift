import Glibc
import Values

/// What is done with a file when its run has succeeded.
enum FileAfter: Equatable, Sendable {
    case delete
    /// A folder, as the author wrote it.
    case move(to: String)

    init?(_ value: Value) {
        if value == "delete" {
            self = .delete
        } else if let folder = value["move_to"]?.stringValue {
            self = .move(to: folder)
        } else {
            return nil
        }
    }
}

/// A file of a finished run that has to go. What there is to do follows from the run's trigger alone, and doing it twice is doing it
/// once, so that a crash at any moment loses nothing.
struct FileRemoval {
    let after: FileAfter
    /// Absolute.
    let file: BytePath
    /// The version that the run was about; any other one stays where it is.
    let version: String
    /// Where the file goes, for `move`.
    let target: BytePath

    enum Outcome: Equatable {
        case done(BytePath?)
        /// It was gone before, or there is another version now.
        case nothingToDo
        case failed(String)
    }

    /// - Parameters:
    ///   - data: what the run has as `trigger`.
    ///   - project: what relative paths start from.
    init?(_ watch: FileWatch, data: Value, project: BytePath) {
        guard let after = watch.after, let version = data["version"]?.stringValue,
            let path = data["path_base64"]?.stringValue.flatMap({ BytePath(base64: $0) })
        else { return nil }
        self.after = after
        self.version = version
        file = path.absolute(in: project)
        // Files of sub-folders keep their place below the new folder.
        let below = path.relative(to: watch.folder) ?? path.name
        switch after {
        case .delete: target = file
        case .move(let folder): target = BytePath(folder).absolute(in: project).appending(below)
        }
    }

    func carryOut() -> Outcome {
        guard case .file(let found, _) = FileStatus(of: file), found.text == version else { return .nothingToDo }
        switch after {
        case .delete: return file.withCString { unlink($0) } == 0 || errno == ENOENT ? .done(nil) : failure("delete")
        case .move: return move()
        }
    }

    private func failure(_ what: String) -> Outcome { .failed("cannot \(what) `\(file)`: \(String(cString: strerror(errno)))") }

    /// Never over another file: where the name is taken a number is added to it.
    private func move() -> Outcome {
        Self.makeFolders(target.parent)
        for number in 0..<10_000 {
            let target = number == 0 ? self.target : Self.numbered(self.target, number)
            // A second name first, then the first one goes: a crash in between leaves both, and the next try goes on here.
            if file.withCString({ from in target.withCString { link(from, $0) } }) == 0 || Self.isSameFile(file, target) {
                return file.withCString { unlink($0) } == 0 || errno == ENOENT ? .done(target) : failure("move")
            }
            if errno == EEXIST { continue }
            guard errno == EXDEV || errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK else { return failure("move") }
            switch FileCopy(from: file, to: target).carryOut() {
            case .copied: return file.withCString { unlink($0) } == 0 || errno == ENOENT ? .done(target) : failure("move")
            case .taken: continue
            case .failed(let number):
                errno = number
                return failure("move")
            }
        }
        errno = EEXIST
        return failure("move")
    }

    private static func isSameFile(_ one: BytePath, _ other: BytePath) -> Bool {
        let reason = errno
        defer { errno = reason }
        var first = stat(), second = stat()
        guard one.withCString({ lstat($0, &first) }) == 0, other.withCString({ lstat($0, &second) }) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    private static func makeFolders(_ folder: BytePath) {
        guard folder.bytes.count > 1, FileStatus(of: folder) != .folder else { return }
        makeFolders(folder.parent)
        _ = folder.withCString { mkdir($0, 0o777) }
    }

    /// `report.csv` becomes `report-1.csv`.
    private static func numbered(_ path: BytePath, _ number: Int) -> BytePath {
        let name = path.name.bytes
        let dot = name.lastIndex(of: 0x2E).flatMap { $0 == 0 ? nil : $0 } ?? name.endIndex
        return path.parent.appending(BytePath(bytes: name[..<dot] + Array("-\(number)".utf8) + name[dot...]))
    }
}
