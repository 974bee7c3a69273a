import Foundation
import RunEngine
import WorkflowModel

/// Credentials in files, as containers and systemd mount them: `FOLDER/<credential>/<field>`, or `FOLDER/<credential>.<field>`.
///
/// One line end at the end of a file does not belong to the value. Files whose names begin with a dot are left alone.
public struct FolderCredentials: CredentialInventory {
    private let folder: String

    public init(folder: String) {
        self.folder = folder.hasSuffix("/") && folder.count > 1 ? String(folder.dropLast()) : folder
    }

    public var title: String { "the folder `\(folder)`" }

    public func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? {
        var fields: [String: Secret] = [:]
        for (field, path) in try files(of: name) {
            let contents: SmallFile.Contents
            do throws(SmallFile.Problem) {
                contents = try SmallFile.read(path, limit: OpenVault.largestValue)
            } catch {
                switch error {
                case .absent, .folder: continue
                case .larger: throw CredentialError(.damaged, message: "`\(path)` is larger than 64 KiB, which no secret is")
                case .refused(let reason): throw CredentialError(.unavailable, message: "cannot read `\(path)`: \(reason)")
                }
            }
            guard String(validating: contents.bytes, as: UTF8.self) != nil else {
                throw CredentialError(.damaged, message: "`\(path)` is not UTF-8 text")
            }
            let secret = Secret(fileContents: contents.bytes)
            // An empty file counts as none, like an empty variable.
            if !secret.isEmpty { fields[field] = secret }
        }
        return fields.isEmpty ? nil : Credential(name: name, fields: fields)
    }

    public func fieldNames(of name: CredentialName) async throws(CredentialError) -> Set<String>? {
        let files = try files(of: name).filter { (SmallFile.stamp(of: $0.path)?.size ?? 0) > 0 }
        return files.isEmpty ? nil : Set(files.map(\.field))
    }

    /// The files that hold the fields of a credential.
    private func files(of name: CredentialName) throws(CredentialError) -> [(field: String, path: String)] {
        guard VaultName.isValid(name.rawValue) else { return [] }
        let start = name.rawValue + "."
        var files: [(field: String, path: String)] = []
        for entry in try list(folder) ?? [] where entry.hasPrefix(start) {
            let field = String(entry.dropFirst(start.count))
            if VaultName.isValid(field), !field.contains(".") { files.append((field, "\(folder)/\(entry)")) }
        }
        // What stands in a folder of the credential's own wins: it is listed last.
        for field in try list("\(folder)/\(name)") ?? [] where VaultName.isValid(field) {
            files.append((field, "\(folder)/\(name)/\(field)"))
        }
        return files
    }

    /// The names in a folder; nil when it is not there, or is none.
    private func list(_ path: String) throws(CredentialError) -> [String]? {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if path == folder, !isThere || !isFolder.boolValue {
            throw CredentialError(.unavailable, message: "there is no folder `\(path)` with credentials")
        }
        guard isThere, isFolder.boolValue else { return nil }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        } catch {
            throw CredentialError(.unavailable, message: "cannot read the folder `\(path)` with credentials")
        }
    }
}
