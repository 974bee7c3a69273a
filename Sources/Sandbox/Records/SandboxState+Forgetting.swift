import Foundation

/// Letting go of the oldest messages, so that neither the file nor the memory of a sandbox grows for ever.
extension SandboxState {
    /// Forgets messages from the oldest on until each provider has no more than so many. One that something can still happen to ends
    /// it; those of one order go together.
    mutating func forget(keeping limit: Int, now: Date) {
        advanceCallbacks(now: now)
        iletiMerkezi.settle(now: now)
        let turkeySMSCount = count(of: .turkeySMS, keeping: limit, now: now)
        forgetReports(turkeySMSCount, of: .turkeySMS)
        turkeySMS.forget(turkeySMSCount)
        let iletiMerkeziCount = iletiMerkezi.wholeOrders(below: count(of: .iletiMerkezi, keeping: limit, now: now))
        forgetReports(iletiMerkeziCount, of: .iletiMerkezi)
        iletiMerkezi.forget(iletiMerkeziCount)
    }

    /// How many of the oldest messages may go.
    private func count(of provider: SandboxMessage.Provider, keeping limit: Int, now: Date) -> Int {
        let deliveries = deliveries(of: provider)
        let surplus = deliveries.prefix(max(0, deliveries.count - limit))
        return surplus.enumerated().prefix { place, delivery in
            (delivery.state(at: now, timing: configuration.delivery).isFinal || delivery.fate == .stuck)
                && callbacks.isSettled(place: place, of: provider, messageID: delivery.id)
        }.count
    }

    private mutating func forgetReports(_ count: Int, of provider: SandboxMessage.Provider) {
        guard count > 0 else { return }
        let ids = Set(deliveries(of: provider).prefix(count).map { String($0.id) })
        callbacks.forget(count, of: provider, messageIDs: ids)
    }
}

extension TurkeySMSSimulator {
    fileprivate mutating func forget(_ count: Int) {
        guard count > 0 else { return }
        deliveries.removeFirst(count)
        placeOfMessage = placeOfMessage.filter { $0.value >= count }.mapValues { $0 - count }
        placesOfReport = placesOfReport.compactMapValues { places in
            let kept = places.filter { $0 >= count }.map { $0 - count }
            return kept.isEmpty ? nil : kept
        }
    }
}

extension IletiMerkeziSimulator {
    /// The largest number of messages, up to a limit, that ends where an order ends.
    fileprivate func wholeOrders(below limit: Int) -> Int {
        orders.last { $0.deliveries.upperBound <= limit }?.deliveries.upperBound ?? 0
    }

    fileprivate mutating func forget(_ count: Int) {
        guard count > 0 else { return }
        let gone = orders.prefix { $0.deliveries.upperBound <= count }.count
        deliveries.removeFirst(count)
        orders.removeFirst(gone)
        for place in orders.indices {
            let range = orders[place].deliveries
            orders[place].deliveries = range.lowerBound - count..<range.upperBound - count
            orders[place].charged = Dictionary(
                uniqueKeysWithValues: orders[place].charged.map { ($0.key - count, $0.value) })
        }
        unsettledOrders = unsettledOrders.filter { $0 >= gone }.map { $0 - gone }
    }
}
