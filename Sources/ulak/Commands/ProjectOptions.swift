import ArgumentParser

/// Where things are; the same for all commands.
struct ProjectOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Folder with own node manifests (else ULAK_NODES, else nodes/).", valueName: "folder"))
    var nodes: String?

    @Option(help: ArgumentHelp("The journal's file (else ULAK_JOURNAL, else .ulak/journal.sqlite).", valueName: "file"))
    var journal: String?

    var project: Project { Project(nodes: nodes, journal: journal) }
}
