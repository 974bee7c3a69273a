import ArgumentParser
import Foundation

/// Where things are; the same for all commands.
struct ProjectOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Folder with own node manifests (else ULAK_NODES, else nodes/).", valueName: "folder"))
    var nodes: String?

    @Option(help: ArgumentHelp("The journal's file (else ULAK_JOURNAL, else .ulak/journal.sqlite).", valueName: "file"))
    var journal: String?

    var project: Project { project(sandbox: false) }

    func project(sandbox: Bool) -> Project { Project(nodes: nodes, journal: journal, sandbox: sandbox) }

    /// - Parameter vault: in the place of ULAK_VAULT.
    func project(vault: String?) -> Project {
        var environment = ProcessInfo.processInfo.environment
        if let vault { environment["ULAK_VAULT"] = vault }
        return Project(nodes: nodes, journal: journal, environment: environment)
    }
}

/// The same for commands that look at runs.
struct RunsOptions: ParsableArguments {
    @Flag(help: "The runs that were made with --sandbox.")
    var sandbox = false

    @OptionGroup var options: ProjectOptions

    var project: Project { options.project(sandbox: sandbox) }
}
