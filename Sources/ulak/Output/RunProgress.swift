import Foundation
import RunEngine
import Synchronization
import Values
import WorkflowModel

/// Shows a run while it goes: on a terminal a block of lines that is drawn anew, elsewhere a line for each thing that happened.
final class RunProgress: RunObserver {
    private struct State {
        var snapshot: RunSnapshot?
        var drawnLines = 0
        var isOver = false
    }

    private let plan: Plan
    private let terminal: Terminal
    private let isLive: Bool
    private let palette: Palette
    private let now: @Sendable () -> Timestamp
    private let state = Mutex(State())

    /// - Parameter snapshot: the run as it stands, when it is taken over from the journal.
    init(
        plan: Plan, terminal: Terminal = .error, now: @escaping @Sendable () -> Timestamp,
        goingOnFrom snapshot: RunSnapshot? = nil
    ) {
        self.plan = plan
        self.terminal = terminal
        isLive = terminal.isTerminal && ProcessInfo.processInfo.environment["TERM"] != "dumb"
        palette = Palette(isOn: terminal.hasColor)
        self.now = now
        if let snapshot {
            state.withLock { $0.snapshot = snapshot }
            terminal.write("\(palette.strong(plan.workflow.rawValue))  run \(snapshot.run) goes on\n")
        }
    }

    func observe(_ run: RunID, _ record: RunRecord) {
        state.withLock { state in
            if case .runStarted(let start) = record {
                state.snapshot = RunSnapshot(start: start)
                terminal.write("\(palette.strong(plan.workflow.rawValue))  run \(run)\n")
            } else {
                // Of the runs that it starts, or ends to make room, nothing is shown.
                guard state.snapshot?.run == run else { return }
                state.snapshot?.apply(record)
            }
            if isLive {
                draw(&state)
            } else {
                event(record, state.snapshot)
            }
        }
    }

    /// Draws the running times of steps until the task is cancelled.
    func animate() async {
        guard isLive else { return }
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(120))
            state.withLock { state in
                if !state.isOver, state.snapshot != nil { draw(&state) }
            }
        }
    }

    /// Writes a line above what is drawn.
    func say(_ text: String) {
        state.withLock { state in
            let up = state.drawnLines > 0 ? "\u{1B}[\(state.drawnLines)A" : ""
            terminal.write(isLive ? "\r\u{1B}[K\(up)\u{1B}[J\(text)\n" : "\(text)\n")
            state.drawnLines = 0
            if isLive { draw(&state) }
        }
    }

    /// Says how the run ended.
    func finish(_ snapshot: RunSnapshot) {
        state.withLock { state in
            state.snapshot = snapshot
            if isLive { draw(&state, whole: true) }
            state.isOver = true
            terminal.write(ending(snapshot))
        }
    }

    // MARK: Live

    private func draw(_ state: inout State, whole: Bool = false) {
        guard let snapshot = state.snapshot else { return }
        let lines = (whole ? snapshot.steps.map(line) : lines(snapshot, room: max(3, terminal.height - 3))).map(clipped)
        var text = state.drawnLines > 0 ? "\u{1B}[\(state.drawnLines)A\r\u{1B}[J" : ""
        for line in lines { text += "\r\u{1B}[K\(line)\n" }
        terminal.write(text)
        state.drawnLines = lines.count
    }

    /// The steps as far as there is room: the cursor cannot go back to a line that has left the screen. Steps that something is
    /// happening to come first.
    private func lines(_ snapshot: RunSnapshot, room: Int) -> [String] {
        guard snapshot.steps.count > room else { return snapshot.steps.map(line) }
        let active = snapshot.steps.filter { [.running, .waiting, .failed, .unknown].contains($0.status) }
        let shown = active.prefix(room - 1)
        let done = snapshot.steps.count { $0.status.isFinal }
        return shown.map(line) + [palette.faint("  \(done) of \(snapshot.steps.count) steps have ended")]
    }

    /// A line that would wrap would make the block one line higher than we think.
    private func clipped(_ line: String) -> String {
        let limit = terminal.width - 1
        var visible = 0
        var isEscape = false
        for (offset, character) in line.enumerated() {
            if character == "\u{1B}" { isEscape = true }
            if !isEscape { visible += 1 }
            if isEscape, character == "m" { isEscape = false }
            if visible > limit { return String(line.prefix(offset)) + (palette.isOn ? "\u{1B}[0m" : "") }
        }
        return line
    }

    private func line(_ step: StepSnapshot) -> String {
        let planned = plan.step(step.id)
        let name = padded(step.id.rawValue, nameWidth)
        let node = palette.faint(padded(planned?.node.rawValue ?? "", nodeWidth))
        return "\(symbol(step.status)) \(name)  \(node)  \(description(step))"
    }

    private var nameWidth: Int { (plan.steps + plan.onFailure).map(\.id.rawValue.count).max() ?? 0 }
    private var nodeWidth: Int { (plan.steps + plan.onFailure).map(\.node.rawValue.count).max() ?? 0 }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private func symbol(_ status: StepStatus) -> String {
        switch status {
        case .succeeded: palette.good("✓")
        case .failed: palette.bad("✗")
        case .unknown: palette.warning("?")
        case .skipped: palette.faint("-")
        case .cancelled: palette.faint("■")
        case .pending: palette.faint("·")
        case .running: palette.warning("▸")
        case .waiting: palette.warning("↻")
        }
    }

    private func description(_ step: StepSnapshot) -> String {
        switch step.status {
        case .pending: return palette.faint("waiting for its turn")
        case .running: return palette.faint(elapsed(step) + itemCount(step))
        case .waiting:
            let due = step.attempts.last.flatMap { attempt -> Timestamp? in
                if case .snoozed(let until, _) = attempt.outcome { return until }
                return attempt.retryAt
            }
            let wait = due.map { "in \((max(.zero, $0 - now())).display)" } ?? "soon"
            if case .failed(let failure) = step.attempts.last?.outcome {
                return palette.warning("attempt \(step.attempts.count) failed (\(failure.code)), again \(wait)")
            }
            return palette.faint("goes on \(wait)") + itemCount(step)
        case .succeeded: return took(step) + itemCount(step) + palette.faint(summary(step))
        case .failed:
            let why = step.error.map { "\($0.code): \($0.message)" } ?? ""
            return took(step) + itemCount(step) + "  " + palette.bad(why)
        case .unknown:
            return (step.items == nil ? "" : itemCount(step).drop { $0 == " " } + "  ") + palette.warning(unknownReason(step))
        case .skipped: return palette.faint("skipped: \(step.skipReason.map(reason) ?? "")")
        case .cancelled: return palette.faint("cancelled")
        }
    }

    private func elapsed(_ step: StepSnapshot) -> String {
        step.startedAt.map { max(.zero, now() - $0).display } ?? ""
    }

    private func took(_ step: StepSnapshot) -> String {
        var text = (step.duration ?? .zero).display
        if step.items == nil, step.attempts.count > 1 { text += "  \(step.attempts.count) attempts" }
        return text
    }

    private func itemCount(_ step: StepSnapshot) -> String {
        guard let items = step.items else { return "" }
        let done = items.count { $0.status.isFinal }
        return done == items.count ? "  \(items.count) items" : "  \(done) of \(items.count) items"
    }

    private func unknownReason(_ step: StepSnapshot) -> String {
        let attempts = step.attempts + (step.items ?? []).flatMap(\.attempts)
        for attempt in attempts.reversed() {
            if case .unknown(let reason) = attempt.outcome { return "nobody knows whether it was sent: \(reason.message)" }
        }
        return "nobody knows whether it was sent"
    }

    /// The scalars of an output in one short line; nothing of lists and maps.
    private func summary(_ step: StepSnapshot) -> String {
        guard case .object(let members) = step.output else { return "" }
        let parts = members.compactMap { key, value -> String? in
            switch value {
            case .null, .list, .object: return nil
            case .string(let text): return text.isEmpty ? nil : key == "message" ? text : "\(key) \(text)"
            case .bool, .int, .double: return "\(key) \(value.jsonText())"
            }
        }
        let text = parts.joined(separator: ", ").replacing("\n", with: " ")
        return text.isEmpty ? "" : "  " + (text.count > 72 ? text.prefix(71) + "…" : text)
    }

    private func reason(_ reason: StepSkipped.Reason) -> String {
        switch reason {
        case .condition: "`if` was false"
        case .dependencyFailed: "a step it waits for failed"
        case .dependencySkipped: "a step it waits for was skipped"
        case .nothingSucceeded: "nothing it waits for succeeded"
        case .nothingFailed: "nothing it waits for failed"
        }
    }

    // MARK: Plain lines

    private func event(_ record: RunRecord, _ snapshot: RunSnapshot?) {
        switch record {
        case .attemptFinished(let record):
            let item = record.key.item.map { "[\($0)]" } ?? ""
            switch record.outcome {
            case .failed(let failure) where record.retryAt != nil:
                let wait = record.retryAt.map { max(.zero, $0 - record.at).display } ?? ""
                terminal.write(
                    "↻ \(record.key.step)\(item)  attempt \(record.key.attempt) failed: \(failure.code): \(failure.message); again in \(wait)\n"
                )
            case .unknown(let reason) where record.retryAt != nil:
                let isAsked = plan.step(record.key.step)?.onUnknown.query != nil
                let follows = isAsked ? "asking what became of it" : "sent again, the very same"
                terminal.write(
                    "↻ \(record.key.step)\(item)  attempt \(record.key.attempt) is unknown: \(reason.message); \(follows)\n")
            case .snoozed(let until, _): terminal.write("↻ \(record.key.step)\(item)  waits until \(until)\n")
            default:
                guard record.key.item == nil || record.isHeld, let step = snapshot?.step(record.key.step) else { return }
                terminal.write(line(step) + "\n")
            }
        case .stepFinished(let record):
            if let step = snapshot?.step(record.step) { terminal.write(line(step) + "\n") }
        case .stepSkipped(let record):
            if let step = snapshot?.step(record.step) { terminal.write(line(step) + "\n") }
        default: break
        }
    }

    private func ending(_ snapshot: RunSnapshot) -> String {
        let time = palette.faint(" in \((snapshot.duration ?? snapshot.updatedAt - snapshot.startedAt).display)")
        switch snapshot.status {
        case .succeeded: return palette.good("succeeded") + time + "\n"
        case .failed:
            let why = snapshot.failure.map { ": step `\($0.step)`: \($0.error.message)" } ?? ""
            return palette.bad("failed") + time + why + "\n"
        case .cancelled: return palette.warning("cancelled") + time + "\n"
        case .unknown:
            return palette.warning("unknown") + time
                + ": look at the provider's panel whether it was sent. Nothing is sent again before you say so:\n"
                + snapshot.heldSends.map { send in
                    let item = send.key.item.map { " --item \($0)" } ?? ""
                    return "  ulak runs resolve \(snapshot.run) \(send.key.step)\(item) --sent | --not-sent\n"
                }.joined()
        case .waiting(let until): return palette.warning("waiting") + " until \(until)\n"
        case .queued: return palette.warning("queued") + time + ": other runs of its group are open\n"
        case .running: return palette.warning("left open") + time + "\n"
        }
    }
}
