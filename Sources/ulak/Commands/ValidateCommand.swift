import ArgumentParser
import Diagnostics
import Foundation
import WorkflowModel

/// `ulak validate`: every mistake in every file, without running anything.
struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check workflow files: names, parameters, expressions, edges.",
        discussion: """
            Folders stand for the workflow files in them. Without PATH: workflows/.

            Exit code 0 when every file is in order, 2 when one is not. Missing credentials are warnings, since a machine that
            checks files need not have them; --credentials makes them errors.
            """)

    @Argument(help: "Files and folders.")
    var paths: [String] = []

    @Option(help: "How findings are written: text, plain or json.")
    var format: DiagnosticRenderer.Format = .text

    @Flag(help: "Take missing credentials as errors.")
    var credentials = false

    @Flag(name: .shortAndLong, help: "Say nothing about files that are in order.")
    var quiet = false

    @OptionGroup var project: ProjectOptions

    func run() async throws {
        let project = project.project
        if paths.isEmpty, !FileManager.default.fileExists(atPath: WorkflowFile.folder) {
            throw CommandFailure(
                message: "there is no folder `\(WorkflowFile.folder)`", help: ["name files or folders: ulak validate hello.yaml"]
            ).report()
        }
        let searched = paths.isEmpty ? [WorkflowFile.folder] : paths
        let files: [WorkflowFile]
        do throws(FileFailure) {
            files = try WorkflowFile.all(searched)
        } catch {
            throw [error.diagnostic].report(format)
        }
        guard !files.isEmpty else {
            throw CommandFailure(message: "there are no workflow files in \(searched.map { "`\($0)`" }.joined(separator: ", "))")
                .report()
        }
        var findings: [Diagnostic] = project.diagnostics
        var broken = 0
        var seen: Set<String> = []
        let check = CredentialCheck(catalog: project.catalog, credentials: try project.credentials(), withTriggers: true)
        let compiled = files.map { $0.compile(project) }
        check.credentials.declare(Set(compiled.compactMap(\.plan).flatMap(\.credentialNames)))
        for (plan, diagnostics) in compiled {
            findings += diagnostics
            if let plan {
                let missing = await check.findings(plan, severity: credentials ? .error : .warning, seen: &seen)
                findings += missing
                if missing.hasErrors { broken += 1 }
            } else {
                broken += 1
            }
        }
        if !findings.isEmpty { writeFindings(findings) }
        let count = files.count == 1 ? "1 file" : "\(files.count) files"
        if !quiet, format == .text {
            let verdict = broken == 0 ? "in order" : broken == files.count ? "not in order" : "\(broken) not in order"
            Terminal.error.write("\(findings.isEmpty ? "" : "\n")\(count): \(verdict)\n")
        }
        if findings.hasErrors { throw ExitStatus.usage }
    }

    /// Findings are what this command is asked for: as data they go to standard output.
    private func writeFindings(_ findings: [Diagnostic]) {
        let terminal = format == .text ? Terminal.error : Terminal.output
        terminal.write(DiagnosticRenderer(format: format, color: terminal.hasColor).render(findings))
    }
}

extension DiagnosticRenderer.Format: ExpressibleByArgument {}
