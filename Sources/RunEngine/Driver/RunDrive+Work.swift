import Values
import WorkflowModel

extension RunDrive {
    func start(of key: AttemptKey, at time: Timestamp) -> Start {
        guard let run = machine.run(of: key), run.phase == .running, run.attempt == key.attempt else {
            preconditionFailure("an attempt that has started is running: \(key)")
        }
        let step = machine.route(of: key)
        return Start(
            key: key,
            invocation: NodeInvocation(
                run: snapshot.run, workflow: snapshot.workflow, step: key.step, item: key.item, attempt: key.attempt,
                firstStartedAt: run.attemptStartedAt, now: time, node: step.node, parameters: run.parameters,
                credential: step.credential, timeout: step.timeout,
                doubt: run.doubt.map { NodeInvocation.Doubt(since: $0.since, arose: $0.arose) },
                query: run.purpose == .query ? step.onUnknown.query : nil), isSend: step.effect == .send)
    }

    /// Runs the node of an attempt whose start is on disk.
    func act(on start: Start, at time: Timestamp) {
        let runner = driver.runner, mailbox = mailbox
        let task = driver.task {
            mailbox.put(.ended(start.key, await runner.run(start.invocation)))
        }
        works[start.key] = Work(task: task, deadline: time + start.invocation.timeout, isSend: start.isSend)
    }

    /// Takes in what the drive waited for.
    func take(_ letter: Mailbox.Letter, at time: Timestamp) {
        switch letter {
        case .ended(let key, let outcome):
            guard let work = works.removeValue(forKey: key), !work.isDropped else { return }
            note(.attemptFinished(machine.finished(key, outcome, at: time)))
        case .alarm(let at):
            if alarm?.at == at { alarm = nil }
            cutOff(at: time)
        case .command(let command): take(command, at: time)
        case .cancelled: break
        }
    }

    func take(_ command: RunCommand, at time: Timestamp) {
        switch command {
        case .cancel:
            // Asking twice cuts the grace short.
            if mode != .going { graceEnd = time }
            guard machine.result == nil, mode == .going else { return cutOff(at: time) }
            if !machine.isCancelRequested { note(.cancelRequested(CancelRequested(at: time))) }
            mode = .cancelling
            graceEnd = time + driver.options.grace
            for key in keys(where: { !$0.isSend }) { cancel(key) }
        case .displace: if mode == .going { take(.cancel, at: time) }
        case .release: release(grace: driver.options.grace, at: time)
        case .resolve(let key, let sent):
            guard machine.heldAttempts.contains(key) else { return }
            note(.attemptResolved(AttemptResolved(key: key, sent: sent, at: time)))
        case .arrived(let event):
            guard mode == .going else { return }
            for key in machine.attempts(awaiting: event) { note(.attemptResumed(AttemptResumed(key: key, at: time))) }
        case .retry:
            guard let reopening = machine.reopening(at: time) else { return }
            note(.runReopened(reopening))
        }
    }

    /// Lets the run go. Work that may be repeated is dropped without a record, so that the next process runs it again.
    func release(grace: Duration, at time: Timestamp) {
        mode = .releasing
        graceEnd = min(graceEnd ?? time + grace, time + grace)
        for key in keys(where: { !$0.isSend }) {
            works[key]?.isDropped = true
            cancel(key)
        }
        cutOff(at: time)
    }

    /// Cancels attempts whose time is up. What they answer then is their outcome.
    private func cutOff(at time: Timestamp) {
        let isGraceOver = graceEnd.map { $0 <= time } ?? false
        for key in keys(where: { isGraceOver || $0.deadline <= time }) { cancel(key) }
        if isGraceOver { graceEnd = nil }
    }

    /// The attempts that are going, in an order that is the same in every process.
    private func keys(where condition: (Work) -> Bool) -> [AttemptKey] {
        works.filter { condition($0.value) }.keys
            .sorted { ($0.step, $0.item ?? 0, $0.attempt) < ($1.step, $1.item ?? 0, $1.attempt) }
    }

    private func cancel(_ key: AttemptKey) {
        works[key]?.task.cancel()
        works[key]?.deadline = Timestamp(microseconds: .max)
    }

    /// Sees to it that something happens when the next time is reached.
    func setAlarm(_ wake: Timestamp?, at time: Timestamp) {
        let never = Timestamp(microseconds: .max)
        var next = wake ?? never
        for work in works.values { next = min(next, work.deadline, graceEnd ?? never) }
        guard next < never, next < alarm?.at ?? never else { return }
        alarm?.task.cancel()
        let clock = driver.clock, due = next, mailbox = mailbox
        let task = driver.task {
            guard (try? await clock.sleep(for: max(.zero, due - time))) != nil else { return }
            mailbox.put(.alarm(due))
        }
        alarm = (due, task)
    }

    /// Ends every attempt after the journal failed. Their results are lost: the next process takes sends for unknown.
    func abandon() async {
        for work in works.values { work.task.cancel() }
        for work in works.values { await work.task.value }
    }
}
