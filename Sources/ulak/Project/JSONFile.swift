import Foundation
import Values

/// A JSON file that a person names on the command line.
enum JSONFile {
    /// - Parameter path: `-` is standard input. At most 16 MiB.
    static func read(_ path: String) throws(FileFailure) -> Value {
        let limit = 16 << 20
        let data: Data?
        if path == "-" {
            data = try? FileHandle.standardInput.read(upToCount: limit + 1) ?? Data()
        } else {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw FileFailure("there is no file `\(path)`")
            }
            guard !isFolder.boolValue else { throw FileFailure("`\(path)` is a folder, expected a JSON file") }
            guard let handle = FileHandle(forReadingAtPath: path) else {
                throw FileFailure("cannot open `\(path)`", label: "look at its permissions")
            }
            defer { try? handle.close() }
            data = try? handle.read(upToCount: limit + 1) ?? Data()
        }
        guard let data else { throw FileFailure("cannot read `\(path)`") }
        guard data.count <= limit else { throw FileFailure("`\(path)` is larger than 16 MiB") }
        do throws(JSONError) {
            return try JSONReader().read(Array(data))
        } catch {
            throw FileFailure("`\(path)` is not JSON: \(error)")
        }
    }
}
