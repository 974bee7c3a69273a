import Diagnostics

/// Something that keeps a command from doing its work, in one message.
struct CommandFailure: Error {
    let message: String
    var help: [String] = []

    /// Writes the message and gives the status to end with.
    func report(_ status: ExitStatus = .usage) -> ExitStatus {
        let palette = Palette(isOn: Terminal.error.hasColor)
        Terminal.error.write(palette.bad("error") + ": \(message)\n" + help.map { "  = help: \($0)\n" }.joined())
        return status
    }
}

extension [Diagnostic] {
    /// Writes the findings for people and gives the status to end with.
    func report(_ format: DiagnosticRenderer.Format = .text) -> ExitStatus {
        let renderer = DiagnosticRenderer(format: format, color: Terminal.error.hasColor)
        let text = renderer.render(self)
        Terminal.error.write(text)
        if format == .text, let code = first(where: { $0.severity == .error })?.code {
            Terminal.error.write("\nMore about this: ulak explain \(code)\n")
        }
        return hasErrors ? .usage : .success
    }
}
