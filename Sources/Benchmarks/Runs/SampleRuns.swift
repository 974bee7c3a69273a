import RunEngine
import Values
import WorkflowModel

/// Records of runs as the driver writes them, without a driver.
enum SampleRuns {
    static let plan = PlanHash("bench")
    static let source = PlanSource(path: "bench.yaml", text: "name: bench\n", manifests: [:])
    static let step = StepID("step1")

    /// A run in as many entries as the driver would append: the start, and one attempt after the other.
    static func entries(_ run: RunID, ends: Bool = true) -> [JournalEntry] {
        let start = RunStarted(
            run: run, workflow: WorkflowName("bench"), plan: plan, trigger: .manual, inputs: ["order": "TR-17"],
            steps: [step, StepID("step2"), StepID("step3")], onFailure: [], at: Timestamp(microseconds: 1_800_000_000_000_000))
        var snapshot = RunSnapshot(start: start)
        var sequence = 0
        var time = start.at
        func entry(_ records: [RunRecord]) -> JournalEntry {
            for record in records { snapshot.apply(record) }
            defer { sequence += records.count }
            return JournalEntry(
                run: run, firstSequence: sequence, records: records, summary: snapshot.summary,
                planSource: sequence == 0 ? source : nil)
        }
        var entries = [entry([.runStarted(start)])]
        var pending: [RunRecord] = []
        for number in 1...3 {
            let key = AttemptKey(step: StepID("step\(number)"), attempt: 1)
            time = time + .milliseconds(5)
            pending.append(.attemptStarted(AttemptStarted(key: key, parameters: ["order": "TR-17", "credits": 1], at: time)))
            entries.append(entry(pending))
            if number == 3, !ends { return entries }
            time = time + .milliseconds(5)
            let output: Value = ["status": 200, "body": ["id": "700000001", "credits": 1]]
            pending = [.attemptFinished(AttemptFinished(key: key, outcome: .succeeded(output), at: time))]
        }
        pending.append(.runFinished(RunFinished(result: .succeeded, at: time)))
        entries.append(entry(pending))
        return entries
    }

    /// A run whose first step waits until that time.
    static func waiting(_ run: RunID, until: Timestamp) -> JournalEntry {
        let start = RunStarted(
            run: run, workflow: WorkflowName("bench"), plan: plan, trigger: .manual, inputs: ["order": "TR-17"], steps: [step],
            onFailure: [], at: Timestamp(microseconds: 1_800_000_000_000_000))
        let key = AttemptKey(step: step, attempt: 1)
        let records: [RunRecord] = [
            .runStarted(start), .attemptStarted(AttemptStarted(key: key, parameters: ["duration": "30d"], at: start.at)),
            .attemptFinished(AttemptFinished(key: key, outcome: .snoozed(until: until), at: start.at)),
        ]
        var snapshot = RunSnapshot(start: start)
        for record in records { snapshot.apply(record) }
        return JournalEntry(run: run, firstSequence: 0, records: records, summary: snapshot.summary, planSource: source)
    }
}
