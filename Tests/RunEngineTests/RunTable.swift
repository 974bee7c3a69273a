import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

/// Plays events against a state machine and writes down every record and what the machine waits for.
///
/// After each record it also checks that a replay of everything so far stands the same, machine and snapshot.
struct RunTable {
    private(set) var text = ""
    private(set) var machine: RunStateMachine
    private(set) var records: [RunRecord] = []
    private var snapshot: RunSnapshot
    private var time: Timestamp
    private let started: Timestamp
    private let graph: PlanGraph

    init(
        _ plan: Plan, trigger: Value = [:], inputs: ValueObject = [:], groups: [RunGroup] = [],
        at start: Timestamp = SampleRecords.start
    ) throws {
        graph = PlanGraph(plan)
        let record = RunStarted(
            run: SampleRecords.id(0), of: plan, trigger: RunTrigger(id: nil, node: nil, data: trigger), inputs: inputs,
            groups: groups, at: start)
        machine = RunStateMachine(graph: graph, start: record)
        snapshot = RunSnapshot(start: record)
        time = start
        started = start
        try take(.runStarted(record))
        try conclude()
    }

    /// An attempt ends.
    mutating func end(_ key: String, _ outcome: NodeOutcome, after wait: Duration = .seconds(1)) throws {
        time = time + wait
        try take(.attemptFinished(machine.finished(AttemptKey(text: key), outcome, at: time)))
        try conclude()
    }

    /// Time passes.
    mutating func wait(_ wait: Duration) throws {
        time = time + wait
        try conclude()
    }

    /// The first of the times comes for which the machine waits.
    mutating func wakeUp() throws {
        let times = machine.pendingEffects(at: time).compactMap { if case .wake(_, let at) = $0 { at } else { nil } }
        time = try #require(times.min())
        try conclude()
    }

    mutating func resolve(_ key: String, sent: Bool) throws {
        try take(.attemptResolved(AttemptResolved(key: AttemptKey(text: key), sent: sent, at: time)))
        try conclude()
    }

    mutating func cancel() throws {
        try take(.cancelRequested(CancelRequested(at: time)))
        try conclude()
    }

    /// Somebody asks a run that has ended to go on.
    mutating func reopen() throws {
        let record = try #require(machine.reopening(at: time))
        try take(.runReopened(record))
        try conclude()
    }

    mutating func admit() throws {
        try take(.runAdmitted(RunAdmitted(at: time)))
        try conclude()
    }

    /// The process dies, and another one takes over after a while.
    mutating func crash(for wait: Duration = .seconds(1)) throws {
        time = time + wait
        text += "\(clock) a new process\n"
        machine = try RunStateMachine(graph: graph, replaying: records)
        for record in machine.interruptions(at: time) { try take(record) }
        try conclude()
    }

    private mutating func take(_ record: RunRecord) throws {
        if case .runStarted = record {} else { machine.fold(record) }
        snapshot.apply(record)
        records.append(try RunRecord(json: RunRecord.reader.read(record.json.jsonText())))
        text += "\(clock) \(record.line)\n"
        #expect(try RunStateMachine(graph: graph, replaying: records) == machine)
        #expect(RunSnapshot(records: records) == snapshot)
    }

    private mutating func conclude() throws {
        while true {
            let effects = machine.pendingEffects(at: time)
            #expect(try RunStateMachine(graph: graph, replaying: records).pendingEffects(at: time) == effects)
            let followed = effects.compactMap { $0.record(at: time) }
            for record in followed { try take(record) }
            if !followed.isEmpty { continue }
            for effect in effects {
                switch effect {
                case .wake(let key, let at): text += "   wake \(key) at \((at - started).text)\n"
                case .hold: text += "   hold\n"
                default: break
                }
            }
            return
        }
    }

    private var clock: String { (time - started).text }

    var now: Timestamp { time }

    /// The text without times, a line each.
    var shape: [String] {
        text.split(separator: "\n").map { line in
            let words = line.drop { $0 != " " }.drop { $0 == " " }
            return String(words).replacing(/\ (in|at) [0-9][0-9a-z]*$/, with: "")
        }
    }

    var result: RunSnapshot { snapshot }
}

extension AttemptKey {
    /// Reads `notify#2` and `notify[0]#2`.
    init(text: String) {
        let parts = text.split(separator: "#")
        let name = parts[0].split(separator: "[")
        self.init(
            step: StepID(String(name[0])), item: name.count > 1 ? Int(name[1].dropLast()) : nil, attempt: Int(parts[1]) ?? 0)
    }
}

extension RunRecord {
    /// The record in a few words, without its time.
    var line: String {
        switch self {
        case .runStarted: return "run started"
        case .stepSkipped(let record): return "\(record.step) skipped: \(record.reason.rawValue)"
        case .stepExpanded(let record): return "\(record.step) expanded: \(Value.list(record.items).jsonText())"
        case .attemptStarted(let record):
            let parameters = record.parameters == [:] ? "" : " \(record.parameters.jsonText())"
            let route = record.through.map { " through \($0.provider)" } ?? ""
            return "\(record.key) started\(record.purpose == .work ? "" : " as a \(record.purpose)")\(route)\(parameters)"
        case .attemptFinished(let record):
            var line = "\(record.key) \(record.outcome.line)"
            if record.isHeld { line += ", held" }
            if let route = record.route { return line + ", on to provider \(route)" }
            if let retry = record.retryAt { line += ", again in \((retry - record.at).text)" }
            return line
        case .attemptResumed(let record): return "\(record.key) resumed"
        case .attemptResolved(let record): return "\(record.key) resolved: \(record.sent ? "sent" : "not sent")"
        case .stepFinished(let record):
            return "\(record.step) finished" + (record.failure.map { ": \($0.code): \($0.message)" } ?? "")
        case .cancelRequested: return "cancel requested"
        case .runFinished(let record):
            switch record.result {
            case .succeeded: return "run succeeded"
            case .failed(let step, let failure): return "run failed at \(step): \(failure.code)"
            case .cancelled: return "run cancelled"
            }
        case .runAdmitted: return "run admitted"
        case .runReopened(let record):
            let parts = [
                ("anew", record.pending.map(\.rawValue)), ("again", record.again.map(\.description)),
                ("held", record.held.map(\.description)),
            ]
            return "run reopened" + parts.filter { !$0.1.isEmpty }.map { ", \($0.0): \($0.1.joined(separator: " "))" }.joined()
        }
    }
}

extension NodeOutcome {
    var line: String {
        switch self {
        case .succeeded(let output): "succeeded" + (output.isNull ? "" : " \(output.jsonText())")
        case .failed(let failure): "failed: \(failure.code) (\(failure.failureClass.rawValue))"
        case .unknown(let reason): "unknown: \(reason.kind.rawValue)"
        case .snoozed(let until, let event):
            "snoozed until \((until - SampleRecords.start).text)" + (event.map { " or \($0)" } ?? "")
        }
    }
}
