import Diagnostics
import Foundation
import NodeCatalog
import WorkflowLanguage
import WorkflowModel
import YAMLSyntax

/// Finds and reads workflow files.
struct WorkflowFile {
    let path: String

    /// Where names are looked up.
    static let folder = "workflows"

    /// The file that a person means: a path, or a name of a workflow in `workflows/`.
    static func find(_ argument: String) throws(FileFailure) -> WorkflowFile {
        let manager = FileManager.default
        if manager.fileExists(atPath: argument) { return WorkflowFile(path: argument) }
        let looksLikePath = argument.contains("/") || argument.hasSuffix(".yaml") || argument.hasSuffix(".yml")
        if !looksLikePath {
            for candidate in ["\(folder)/\(argument).yaml", "\(folder)/\(argument).yml", "\(argument).yaml", "\(argument).yml"]
            where manager.fileExists(atPath: candidate) {
                return WorkflowFile(path: candidate)
            }
        }
        let known = names()
        let near = closestMatch(to: looksLikePath ? argument : "\(folder)/\(argument).yaml", in: known)
        let message =
            looksLikePath
            ? "there is no file `\(argument)`" : "there is no workflow `\(argument)` in `\(folder)/`, and no such file"
        throw FileFailure(
            diagnostic: Diagnostic(
                WorkflowCode.unreadableFile, message, at: nil, label: near.map { "did you mean `\($0)`?" }))
    }

    private static func names() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
            .map { "\(folder)/\($0)" }
    }

    /// The files that arguments of `validate` name; folders stand for the workflow files in them.
    static func all(_ arguments: [String]) throws(FileFailure) -> [WorkflowFile] {
        var files: [WorkflowFile] = []
        for argument in arguments {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder) else {
                files.append(try find(argument))
                continue
            }
            guard isFolder.boolValue else {
                files.append(WorkflowFile(path: argument))
                continue
            }
            let found = ((try? FileManager.default.subpathsOfDirectory(atPath: argument)) ?? [])
                .filter {
                    ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) && !$0.split(separator: "/").contains { $0.hasPrefix(".") }
                }
                .sorted()
            files += found.map { WorkflowFile(path: argument.hasSuffix("/") ? argument + $0 : "\(argument)/\($0)") }
        }
        return files
    }

    /// The bytes of the file; never more than a little over what a workflow may have.
    func read() throws(FileFailure) -> [UInt8] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw FileFailure("there is no file `\(path)`")
        }
        guard !isFolder.boolValue else {
            throw FileFailure(
                "`\(path)` is a folder, expected a workflow file", label: "name a file in it, or `ulak validate \(path)`")
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw FileFailure("cannot open `\(path)`", label: "look at its permissions")
        }
        defer { try? handle.close() }
        do {
            return Array(try handle.read(upToCount: YAMLLimits().fileBytes + 1) ?? Data())
        } catch {
            throw FileFailure("cannot read `\(path)`")
        }
    }

    /// The plan of the file, or what is wrong with it.
    func compile(_ project: Project) -> (plan: Plan?, diagnostics: [Diagnostic]) {
        do throws(FileFailure) {
            return project.compiler.compile(bytes: try read(), path: path)
        } catch {
            return (nil, [error.diagnostic])
        }
    }
}

/// A file that cannot be used at all.
struct FileFailure: Error {
    let diagnostic: Diagnostic

    init(diagnostic: Diagnostic) {
        self.diagnostic = diagnostic
    }

    init(_ message: String, label: String? = nil) {
        diagnostic = Diagnostic(WorkflowCode.unreadableFile, message, at: nil, label: label)
    }
}
