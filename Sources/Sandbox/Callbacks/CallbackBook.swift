import Foundation
import Values

/// Every delivery report that was due while an address was set, and what became of it. Pure: moments come from outside.
struct CallbackBook: Sendable, Codable {
    private(set) var targets: [SandboxMessage.Provider: CallbackTarget] = [:]
    private(set) var callbacks: [Callback] = []
    /// Places in `callbacks` by id.
    private var places: [String: Int] = [:]
    /// Places in `callbacks` by message, in the order of events.
    private var queues: [String: [Int]] = [:]
    /// Places of those that wait.
    private var waiting: [Int] = []
    private var watches: [SandboxMessage.Provider: Watch] = [:]
    /// How many reports are forgotten, so that a new one gets no name of theirs.
    private var forgotten = 0

    /// Which messages of a provider still have something to report.
    private struct Watch: Sendable, Codable {
        /// Messages from this place on have not been looked at.
        var next = 0
        /// How many reports of a message have been taken, by its place.
        var open: [Int: Int] = [:]
    }

    /// The name in front of an event that no message causes.
    var nextEventName: String { "event-\(forgotten + callbacks.count + 1)" }

    // MARK: What happened

    mutating func setTarget(_ target: CallbackTarget?, of provider: SandboxMessage.Provider) {
        targets[provider] = target
        guard target == nil else { return }
        for place in waiting where callbacks[place].provider == provider { callbacks[place].state = .givenUp }
        waiting.removeAll { callbacks[$0].provider == provider }
    }

    /// Takes in everything that has happened to the messages of a provider up to a moment. Where no address is set it is passed over.
    mutating func advance(
        _ provider: SandboxMessage.Provider, deliveries: [Delivery], timing: DeliveryTiming, now: Date,
        strike: (Callback) -> FaultName?
    ) {
        var watch = watches[provider] ?? Watch()
        for place in watch.next..<deliveries.count { watch.open[place] = 0 }
        watch.next = deliveries.count
        var due: [(callback: Callback, isLast: Bool, place: Int)] = []
        for (place, taken) in watch.open {
            let all = deliveries[place].callbacks(timing: timing)
            let happened = all.prefix { $0.at <= now }
            for index in taken..<max(taken, happened.count) { due.append((all[index], index == all.count - 1, place)) }
            watch.open[place] = happened.count >= all.count ? nil : happened.count
        }
        watches[provider] = watch
        guard targets[provider] != nil else { return }
        for entry in due.sorted(by: { ($0.callback.at, $0.place) < ($1.callback.at, $1.place) }) {
            add(entry.callback, isLast: entry.isLast, strike: strike(entry.callback))
        }
    }

    /// Adds a report; one that the last of its message cannot be held back for.
    mutating func add(_ callback: Callback, isLast: Bool, strike: FaultName?) {
        guard places[callback.id] == nil else { return }
        var callback = callback
        switch strike {
        case .callbackTwice: callback.copies = 1
        case .callbackLate: callback.isHeld = !isLast
        case .callbackLost: callback.state = .lost
        default: break
        }
        let place = callbacks.count
        places[callback.id] = place
        queues[callback.messageID, default: []].append(place)
        if callback.state == .waiting { waiting.append(place) }
        callbacks.append(callback)
    }

    mutating func record(_ attempt: Callback.Attempt, of id: String) {
        guard let place = places[id] else { return }
        callbacks[place].record(attempt, retryDelays: targets[callbacks[place].provider]?.retryDelays ?? [])
        if callbacks[place].state != .waiting { waiting.removeAll { $0 == place } }
    }

    // MARK: What is to be done

    /// Reports of a provider that are due, marked as being on their way: of each message the first, and the next only after it.
    mutating func claim(_ limit: Int, of provider: SandboxMessage.Provider, now: Date) -> [Callback] {
        guard targets[provider] != nil else { return [] }
        var claimed: [Callback] = []
        for place in waiting where claimed.count < limit {
            let callback = callbacks[place]
            guard callback.provider == provider, !callback.isInFlight, callback.nextAttemptAt <= now,
                isFirst(place, now: now)
            else { continue }
            callbacks[place].isInFlight = true
            claimed.append(callback)
        }
        return claimed
    }

    /// The earliest moment at which something is due; nil when nothing ever is.
    ///
    /// - Parameter full: providers whose receivers take nothing at the moment.
    func nextMoment(
        after now: Date, besides full: Set<SandboxMessage.Provider>, deliveries: [SandboxMessage.Provider: [Delivery]],
        timing: DeliveryTiming
    ) -> Date? {
        // Those behind another move up when that one is done, which wakes everybody.
        var moments: [Date] = waiting.filter {
            !callbacks[$0].isInFlight && targets[callbacks[$0].provider] != nil && !full.contains(callbacks[$0].provider)
        }
        .compactMap { place in
            let callback = callbacks[place]
            if isFirst(place, now: now) { return callback.nextAttemptAt }
            return callback.isHeld ? max(callback.at.addingTimeInterval(Callback.longestHold), now) : nil
        }
        for provider in targets.keys where !full.contains(provider) {
            let watch = watches[provider] ?? Watch()
            let list = deliveries[provider] ?? []
            if watch.next < list.count { return now }
            for (place, taken) in watch.open {
                let all = list[place].callbacks(timing: timing)
                if taken < all.count { moments.append(all[taken].at) }
            }
        }
        return moments.min()
    }

    // MARK: What is forgotten

    /// What was under way when the process ended is sent again.
    mutating func forgetRequestsUnderWay() {
        for place in waiting { callbacks[place].isInFlight = false }
    }

    /// Whether a message has nothing more to report.
    func isSettled(place: Int, of provider: SandboxMessage.Provider, messageID: Int) -> Bool {
        let watch = watches[provider] ?? Watch()
        return place < watch.next && watch.open[place] == nil
            && (queues[String(messageID)] ?? []).allSatisfy { callbacks[$0].state != .waiting }
    }

    /// Forgets the reports of the oldest messages of a provider, which must be settled.
    mutating func forget(_ count: Int, of provider: SandboxMessage.Provider, messageIDs: Set<String>) {
        let kept = callbacks.filter { $0.provider != provider || !messageIDs.contains($0.messageID) }
        forgotten += callbacks.count - kept.count
        callbacks = kept
        places = [:]
        queues = [:]
        waiting = []
        for (place, callback) in kept.enumerated() {
            places[callback.id] = place
            queues[callback.messageID, default: []].append(place)
            if callback.state == .waiting { waiting.append(place) }
        }
        var watch = watches[provider] ?? Watch()
        watch.next -= count
        watch.open = Dictionary(uniqueKeysWithValues: watch.open.map { ($0.key - count, $0.value) })
        watches[provider] = watch
    }

    func reports(of messageID: String) -> [Callback] {
        (queues[messageID] ?? []).map { callbacks[$0] }
    }

    /// Whether no other report of the message has to go before.
    private func isFirst(_ place: Int, now: Date) -> Bool {
        let queue = queues[callbacks[place].messageID] ?? []
        if isHeldBack(place, in: queue, now: now) { return false }
        return queue.prefix { $0 < place }.allSatisfy {
            callbacks[$0].state != .waiting || isHeldBack($0, in: queue, now: now)
        }
    }

    private func isHeldBack(_ place: Int, in queue: [Int], now: Date) -> Bool {
        let callback = callbacks[place]
        guard callback.isHeld, now < callback.at.addingTimeInterval(Callback.longestHold) else { return false }
        return !queue.contains { $0 > place && callbacks[$0].state != .waiting }
    }
}
