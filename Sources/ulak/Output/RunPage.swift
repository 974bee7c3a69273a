import RunEngine
import Values
import WorkflowModel

/// One run for a terminal: its steps, and their attempts where there was more than one or something went wrong.
struct RunPage {
    let snapshot: RunSnapshot

    init(_ snapshot: RunSnapshot) {
        self.snapshot = snapshot
    }

    func text() -> String {
        let palette = Palette(isOn: Terminal.output.hasColor)
        var text = palette.strong("\(snapshot.workflow)") + "  run \(snapshot.run)\n"
        text += "status    \(snapshot.status.name.rawValue)\n"
        text += "started   \(snapshot.startedAt)" + (snapshot.start.trigger.id.map { "  by trigger `\($0)`" } ?? "") + "\n"
        if let finishedAt = snapshot.finishedAt {
            text += "finished  \(finishedAt)" + (snapshot.duration.map { "  after \($0.display)" } ?? "") + "\n"
        }
        if let failure = snapshot.failure {
            text += "failed    step `\(failure.step)`: \(failure.error.code): \(failure.error.message)\n"
        }
        text += "\n"
        let width = snapshot.steps.map(\.id.rawValue.count).max() ?? 0
        for step in snapshot.steps {
            let name = step.id.rawValue + String(repeating: " ", count: width - step.id.rawValue.count)
            text += "\(name)  \(step.status.rawValue)" + (step.duration.map { "  \($0.display)" } ?? "") + "\n"
            text += attempts(step.attempts, indent: "  ")
            for item in step.items ?? [] where item.attempts.count > 1 || item.status != .succeeded {
                text += "  item \(item.index)  \(item.status.rawValue)\n" + attempts(item.attempts, indent: "    ")
            }
            if let items = step.items {
                text +=
                    "  \(items.count { $0.status == .succeeded }) of \(items.count) \(step.isChunked ? "requests" : "items") succeeded\n"
            }
            if !step.output.isNull, step.items == nil || step.isChunked { text += "  output \(step.output.jsonText())\n" }
        }
        return text
    }

    private func attempts(_ attempts: [AttemptSnapshot], indent: String) -> String {
        attempts.map { attempt in
            var line = "\(indent)attempt \(attempt.number)"
            if let through = attempt.through { line += " through \(through.provider)" }
            switch attempt.purpose {
            case .work: break
            case .resend: line += " (the same request again)"
            case .query: line += " (asked whether it was sent)"
            }
            if let startedAt = attempt.startedAt { line += "  \(startedAt)" }
            if let duration = attempt.duration { line += "  \(duration.display)" }
            switch attempt.outcome {
            case nil: line += "  no result yet"
            case .succeeded: line += "  succeeded"
            case .failed(let failure): line += "  failed  \(failure.code) (\(failure.failureClass.rawValue)): \(failure.message)"
            case .unknown(let reason): line += "  unknown (\(reason.kind.rawValue)): \(reason.message)"
            case .snoozed(let until, _): line += "  goes on at \(until)"
            }
            if let retryAt = attempt.retryAt { line += "; again at \(retryAt)" }
            if let sent = attempt.resolvedAsSent { line += "; settled by hand as \(sent ? "sent" : "not sent")" }
            return line + "\n"
        }.joined()
    }
}
