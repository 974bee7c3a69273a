import Logging
import RunEngine
import Values
import WorkflowModel

/// Counts what happens in runs, and writes it to the log. An observer of the run driver.
public struct RunTelemetry: RunObserver {
    /// How many segments a send had, where that can be told.
    public struct Segments: Sendable {
        public var provider: String
        public var encoding: String
        public var count: Int

        public init(provider: String, encoding: String, count: Int) {
            self.provider = provider
            self.encoding = encoding
            self.count = count
        }
    }

    private let metrics: MetricRegistry
    private let logger: Logger
    private let segments: @Sendable (_ node: NodeName, _ parameters: Value) -> Segments?

    /// - Parameter segments: is asked about every send that succeeded, with its parameters.
    public init(
        metrics: MetricRegistry, logger: Logger,
        segments: @escaping @Sendable (_ node: NodeName, _ parameters: Value) -> Segments? = { _, _ in nil }
    ) {
        self.metrics = metrics
        self.logger = logger
        self.segments = segments
    }

    public func observe(_ run: RunID, _ record: RunRecord) {}

    public func observe(_ record: RunRecord, in snapshot: RunSnapshot, of plan: Plan) {
        switch record {
        case .runStarted: started(snapshot)
        case .attemptStarted(let record): attemptStarted(record, snapshot)
        case .attemptFinished(let record): attemptFinished(record, snapshot, plan)
        case .runFinished(let record): finished(record, snapshot)
        default: break
        }
    }

    // MARK: Triggers and files

    /// An event of a trigger that knows when its run was to start was taken in.
    public func took(_ event: TriggerEvent, at time: Timestamp) {
        guard let planned = event.plannedAt else { return }
        metrics.observe(max(0, (time - planned) / .seconds(1)), in: UlakMetrics.triggerLag, event.source.workflow.rawValue)
    }

    /// Times of a schedule passed without a run.
    public func missed(_ count: Int, of workflow: WorkflowName) {
        metrics.add(Double(count), to: UlakMetrics.missedSchedules, workflow.rawValue)
    }

    /// The workflows that are loaded now. Series of others go.
    public func keep(workflows: some Sequence<WorkflowName>) {
        metrics.keepOnly(label: "workflow", values: Set(workflows.map(\.rawValue)))
    }

    // MARK: Runs

    private func started(_ snapshot: RunSnapshot) {
        logger.info("run started", metadata: fields("run.started", snapshot, ["cicd.pipeline.run.state": "executing"]))
    }

    private func finished(_ record: RunFinished, _ snapshot: RunSnapshot) {
        let workflow = snapshot.workflow.rawValue, duration = (record.at - snapshot.startedAt) / .seconds(1)
        let result = record.result.name
        metrics.add(to: UlakMetrics.runs, workflow, snapshot.start.trigger.id?.rawValue ?? "manual", result)
        metrics.observe(duration, in: UlakMetrics.runDuration, workflow, result)
        if case .succeeded = record.result {
            metrics.set(UlakMetrics.lastSuccess, to: Double(record.at.microseconds) / 1_000_000, workflow)
        }
        var extra: Logger.Metadata = [
            "cicd.pipeline.run.state": "finalizing", "cicd.pipeline.result": "\(record.result.word)",
            "ulak.duration_ms": .stringConvertible((record.at - snapshot.startedAt).microseconds / 1000),
        ]
        if case .failed(let step, let failure) = record.result {
            extra["cicd.pipeline.task.name"] = "\(step)"
            extra["error.type"] = "\(failure.code)"
            extra["exception.message"] = "\(failure.message)"
            logger.error("run failed", metadata: fields("run.finished", snapshot, extra))
        } else {
            logger.info("run \(result)", metadata: fields("run.finished", snapshot, extra))
        }
    }

    // MARK: Attempts

    private func attemptStarted(_ record: AttemptStarted, _ snapshot: RunSnapshot) {
        guard record.key.attempt == 1, (record.key.item ?? 0) == 0,
            snapshot.steps.allSatisfy({ $0.id == record.key.step || $0.startedAt == nil })
        else { return }
        let queued = (record.at - snapshot.startedAt) / .seconds(1)
        metrics.observe(max(0, queued), in: UlakMetrics.runQueue, snapshot.workflow.rawValue)
    }

    private func attemptFinished(_ record: AttemptFinished, _ snapshot: RunSnapshot, _ plan: Plan) {
        guard let step = plan.step(record.key.step), let result = record.outcome.resultName else { return }
        let node = step.node.rawValue, attempt = snapshot.attempt(record.key)
        metrics.add(to: UlakMetrics.attempts, snapshot.workflow.rawValue, node, result)
        var extra: Logger.Metadata = [
            "cicd.pipeline.task.name": "\(step.id)", "cicd.pipeline.task.run.id": "\(record.key)",
            "cicd.pipeline.task.run.result": "\(record.outcome.word)", "ulak.node": "\(node)",
            "ulak.attempt": .stringConvertible(record.key.attempt),
        ]
        if let startedAt = attempt?.startedAt {
            metrics.observe((record.at - startedAt) / .seconds(1), in: UlakMetrics.stepDuration, node, result)
            extra["ulak.duration_ms"] = .stringConvertible((record.at - startedAt).microseconds / 1000)
        }
        if let retryAt = record.retryAt {
            metrics.add(to: UlakMetrics.retries, node, record.outcome.retryReason)
            extra["ulak.delay_ms"] = .stringConvertible((retryAt - record.at).microseconds / 1000)
        }
        switch record.outcome {
        case .succeeded:
            if step.effect == .send, let segments = segments(step.node, attempt?.parameters ?? .null), segments.count > 0 {
                metrics.add(Double(segments.count), to: UlakMetrics.smsSegments, segments.provider, segments.encoding)
            }
            logger.debug("attempt succeeded", metadata: fields("attempt.finished", snapshot, extra))
        case .failed(let failure):
            extra["error.type"] = "\(failure.code)"
            extra["exception.message"] = "\(failure.message)"
            let text: Logger.Message = record.retryAt == nil ? "step failed" : "attempt failed, another one follows"
            logger.log(
                level: record.retryAt == nil ? .error : .warning, text, metadata: fields("attempt.finished", snapshot, extra))
        case .unknown(let reason):
            extra["error.type"] = "\(reason.kind.rawValue)"
            extra["exception.message"] = "\(reason.message)"
            let text: Logger.Message =
                record.isHeld
                ? "nobody knows whether this was applied; a person has to say" : "nobody knows whether this was applied"
            logger.log(level: record.isHeld ? .error : .warning, text, metadata: fields("attempt.finished", snapshot, extra))
        case .snoozed: break
        }
    }

    private func fields(_ event: String, _ snapshot: RunSnapshot, _ extra: Logger.Metadata) -> Logger.Metadata {
        var fields = extra
        fields["event.name"] = "\(event)"
        fields["cicd.pipeline.name"] = "\(snapshot.workflow)"
        fields["cicd.pipeline.run.id"] = "\(snapshot.run)"
        if let trigger = snapshot.start.trigger.id { fields["ulak.trigger.id"] = "\(trigger)" }
        return fields
    }
}

extension RunSnapshot {
    /// The attempt of a step or item.
    fileprivate func attempt(_ key: AttemptKey) -> AttemptSnapshot? {
        guard let step = step(key.step) else { return nil }
        guard let item = key.item else { return step.attempts.last { $0.number == key.attempt } }
        return step.items?[item].attempts.last { $0.number == key.attempt }
    }
}

extension RunResult {
    fileprivate var name: String {
        switch self {
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }

    /// The word of OpenTelemetry's conventions.
    fileprivate var word: String {
        switch self {
        case .succeeded: "success"
        case .failed: "failure"
        case .cancelled: "cancellation"
        }
    }
}

extension NodeOutcome {
    /// Nil for an attempt that only sleeps.
    fileprivate var resultName: String? {
        switch self {
        case .succeeded: "succeeded"
        case .failed: "failed"
        case .unknown: "unknown"
        case .snoozed: nil
        }
    }

    /// The word of OpenTelemetry's conventions: `error` where the system, not the work, went wrong.
    fileprivate var word: String {
        switch self {
        case .succeeded, .snoozed: "success"
        case .failed(let failure): failure.code == "timeout" ? "timeout" : "failure"
        case .unknown(let reason): reason.kind == .timeout ? "timeout" : "error"
        }
    }

    /// Why another attempt follows, out of a short list.
    fileprivate var retryReason: String {
        switch self {
        case .failed(let failure): failure.failureClass.rawValue
        case .unknown: "unknown"
        case .succeeded, .snoozed: "_OTHER"
        }
    }
}
