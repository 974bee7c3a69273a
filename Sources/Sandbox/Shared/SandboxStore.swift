import Foundation
import Synchronization
import Values

/// The one owner of the sandbox's state and of its file. The mutex guards both; the clock is read here and nowhere else.
final class SandboxStore: Sendable {
    private struct Guarded: ~Copyable {
        var state: SandboxState
        var file: StateFile?

        /// Writes the record, then lets it take effect.
        mutating func commit(_ record: StateRecord) throws(StateFileError) -> ProviderAnswer? {
            try file?.append(record)
            return state.apply(record)
        }
    }

    private let guarded: Mutex<Guarded>
    private let clock: @Sendable () -> Date
    /// Called when something may have become due sooner.
    let wakeup = Wakeup()

    init(configuration: SandboxConfiguration) {
        clock = configuration.now
        let seeds = SandboxSeeds(
            codes: configuration.seed ?? UInt64.random(in: .min ... .max),
            // Short enough to type again.
            faults: configuration.seed ?? UInt64.random(in: 0..<1_000_000_000))
        guarded = Mutex(
            Guarded(state: SandboxState(configuration: configuration, seeds: seeds, now: clock()), file: nil))
    }

    /// Takes over what the file holds, then what the configuration sets anew.
    func open() throws(StateFileError) {
        let moment = clock()
        try guarded.withLock { (guarded: inout Guarded) throws(StateFileError) in
            let configuration = guarded.state.configuration
            if let path = configuration.stateFile {
                let (file, contents) = try StateFile.open(path)
                if let contents {
                    var state = SandboxState(
                        configuration: configuration, seeds: contents.seeds, now: contents.startedAt)
                    for record in contents.records { state.apply(record) }
                    if contents.records.count > configuration.stateRetention.records {
                        state.forget(
                            keeping: configuration.stateRetention.messages, now: moment.addingTimeInterval(state.clockOffset))
                        try file.compact(StateSnapshot(state), seeds: contents.seeds, startedAt: contents.startedAt)
                    }
                    guarded.state = state
                } else {
                    try file.restart(seeds: guarded.state.seeds, at: moment)
                }
                guarded.file = file
            }
            let now = moment.addingTimeInterval(guarded.state.clockOffset)
            for provider in SandboxMessage.Provider.allCases {
                guard let target = configuration.callbacks[provider],
                    target != guarded.state.callbacks.targets[provider]
                else { continue }
                _ = try guarded.commit(.callbackTarget(target, provider, at: now))
            }
        }
    }

    /// Gives the file back. Nothing may be asked of the sandbox after that.
    func close() {
        guarded.withLock { guarded in
            guarded.file?.close()
            guarded.file = nil
        }
    }

    /// Reads the state, or changes what is not kept in the file.
    func update<Result: Sendable>(_ change: (inout SandboxState, Date) -> Result) -> Result {
        let moment = clock()
        return guarded.withLock { guarded in
            change(&guarded.state, moment.addingTimeInterval(guarded.state.clockOffset))
        }
    }

    /// Makes a change that is kept. Nothing changes when it cannot be written.
    func commit(_ makeRecord: (SandboxState, Date) -> StateRecord) throws(StateFileError) {
        let moment = clock()
        try guarded.withLock { (guarded: inout Guarded) throws(StateFileError) in
            _ = try guarded.commit(makeRecord(guarded.state, moment.addingTimeInterval(guarded.state.clockOffset)))
        }
        wakeup.call()
    }

    /// Lets a provider answer, unless a fault keeps it from that.
    func answer(
        _ request: ProviderRequest, from provider: SandboxMessage.Provider
    ) throws(StateFileError) -> SandboxState.Verdict {
        let moment = clock()
        let (verdict, hasTarget) = try guarded.withLock { (guarded: inout Guarded) throws(StateFileError) in
            let now = moment.addingTimeInterval(guarded.state.clockOffset)
            let fault = guarded.state.strike(request, to: provider)
            var answer: ProviderAnswer?
            if fault?.isApplied ?? true {
                if guarded.state.mayChange(request, at: provider) {
                    answer = try guarded.commit(.request(request, provider, at: now))
                } else {
                    answer = guarded.state.answer(request, from: provider, now: now)
                }
            }
            if let fault { answer = guarded.state.errorAnswer(of: fault, from: provider) ?? answer }
            answer?.isXML = request.answersXML
            return (
                SandboxState.Verdict(fault: fault, answer: answer), guarded.state.callbacks.targets[provider] != nil
            )
        }
        if hasTarget { wakeup.call() }
        return verdict
    }

    func inbox() -> [SandboxMessage] {
        update { state, now in state.inbox(now: now) }
    }

    func reset() throws(StateFileError) {
        let moment = clock()
        try guarded.withLock { (guarded: inout Guarded) throws(StateFileError) in
            try guarded.file?.restart(seeds: guarded.state.seeds, at: moment)
            guarded.state.reset(now: moment)
            for (provider, target) in guarded.state.configuration.callbacks {
                _ = try guarded.commit(.callbackTarget(target, provider, at: moment))
            }
        }
    }

    // MARK: Delivery reports

    func claimCallbacks(_ limit: Int, of provider: SandboxMessage.Provider) -> [CallbackPoster.Letter] {
        update { state, now in
            guard !state.callbacks.targets.isEmpty else { return [] }
            state.advanceCallbacks(now: now)
            return state.callbacks.claim(limit, of: provider, now: now).compactMap { callback in
                guard let target = state.callbacks.targets[callback.provider] else { return nil }
                let body = JSONWriter().write(callback.body)
                return CallbackPoster.Letter(
                    id: callback.id, url: target.url,
                    headers: callback.provider == .turkeySMS
                        ? CallbackSignature.headers(for: body, target: target, now: now) : [],
                    body: body, timeout: target.timeout)
            }
        }
    }

    /// What cannot be written is tried again after a restart: a report may come twice, never not at all.
    func recordCallback(_ id: String, status: Int?, problem: String?) {
        try? commit { _, now in
            .callbackAttempt(id, Callback.Attempt(at: now, status: status, problem: problem))
        }
    }

    /// - Parameter full: receivers that take nothing at the moment.
    func secondsUntilNextCallback(besides full: Set<SandboxMessage.Provider>) -> TimeInterval? {
        update { state, now in
            state.callbacks.nextMoment(
                after: now, besides: full,
                deliveries: [.turkeySMS: state.turkeySMS.deliveries, .iletiMerkezi: state.iletiMerkezi.deliveries],
                timing: state.configuration.delivery
            ).map { max($0.timeIntervalSince(now), 0) }
        }
    }
}
