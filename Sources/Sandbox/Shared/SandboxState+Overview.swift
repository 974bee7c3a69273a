import CivilDates
import Foundation
import Values

extension SandboxState {
    /// What `/control/state` shows: the time, balances, senders, lists, and what still waits for its time.
    mutating func overview(now: Date) -> Value {
        iletiMerkezi.settle(now: now)
        return [
            "now": .string(CivilTime(utc: now).rfc3339),
            "messages": .int(Int64(turkeySMS.deliveries.count + iletiMerkezi.deliveries.count)),
            "turkeysms": [
                "balance": .int(Int64(turkeySMS.mainBalance)),
                "international": .double(turkeySMS.internationalBalance),
                "senders": .list(
                    turkeySMS.account.senders.map { ["title": .string($0.title), "active": .bool($0.isActive)] }),
                "blacklist": .list(turkeySMS.blacklist.keys.sorted().map(Value.string)),
                "scheduled": .int(Int64(scheduled(turkeySMS.deliveries, now: now))),
                "groups": .list(
                    turkeySMS.groups.filter { !$0.isDeleted }.map { group in
                        [
                            "id": .int(Int64(group.id)), "name": .string(group.name),
                            "contacts": .list(
                                group.contacts.map { ["number": .string($0.number), "name": .string($0.name)] }),
                        ]
                    }),
            ],
            "iletimerkezi": [
                "credits": .int(Int64(iletiMerkezi.credits)),
                "senders": .list(iletiMerkezi.account.senders.map { ["title": .string($0), "active": true] }),
                "blacklist": .list(iletiMerkezi.blacklist.map { .string($0.digits) }),
                "scheduled": .int(Int64(scheduled(iletiMerkezi.deliveries, now: now))),
                "consents": .list(
                    iletiMerkezi.consents.sorted { $0.key.sortKey < $1.key.sortKey }.map { key, record in
                        [
                            "recipient": .string(key.recipient), "recipient_type": .string(key.recipientType),
                            "type": .string(key.type), "status": .string(record.isGiven ? "ONAY" : "RET"),
                        ]
                    }),
            ],
        ]
    }

    private func scheduled(_ deliveries: [Delivery], now: Date) -> Int {
        deliveries.count { $0.state(at: now, timing: configuration.delivery) == .scheduled }
    }
}

extension ConsentKey {
    fileprivate var sortKey: [String] { [recipient, recipientType, type] }
}

extension [String] {
    fileprivate static func < (left: [String], right: [String]) -> Bool { left.lexicographicallyPrecedes(right) }
}
