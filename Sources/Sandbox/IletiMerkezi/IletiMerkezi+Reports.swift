import CivilDates
import Foundation
import Values

/// `cancel-order`, `get-report` and `get-reports`.
extension IletiMerkeziSimulator {
    private static let ordersPerPage = 30
    private static let maximumRows = 1000

    mutating func cancelOrder(_ field: Value?, now: Date) throws(IletiMerkeziCode) -> ValueObject {
        let place = try orderPlace(field)
        guard !orders[place].isCancelled, orders[place].dueAt > now else { throw .orderUnknown }
        orders[place].isCancelled = true
        for index in orders[place].deliveries { deliveries[index].cancelledAt = now }
        credits += orders[place].charged.values.reduce(0, +)
        orders[place].charged = [:]
        return [:]
    }

    func getReport(_ field: Value?, now: Date) throws(IletiMerkeziCode) -> ValueObject {
        let order = orders[try orderPlace(field)]
        let (page, rowCount) = try paging(field)
        guard order.isCancelled || order.dueAt <= now else { throw .orderNotDue }
        let summary = summary(of: order, now: now)
        let rows = rows(order.deliveries, page: page, rowCount: rowCount).map { index -> Value in
            [
                "number": .string("+" + deliveries[index].recipient),
                "status": .int(Int64(messageCode(at: index, now: now).rawValue)),
            ]
        }
        let parts = order.charged.values.reduce(0, +)
        var report: ValueObject = ["id": .string(String(order.id))]
        report.merge(summary)
        report["price"] =
            switch account.billing {
            case .credits: .int(Int64(parts))
            case .lira: .double(lira(ofParts: parts))
            }
        report["message"] = .list(rows)
        return ["order": .object(report)]
    }

    func getReports(_ fields: Value, now: Date) throws(IletiMerkeziCode) -> ValueObject {
        let filter = fields["filter"]
        guard let start = filter?["start"]?.stringValue.flatMap({ CivilTime($0, pattern: "yyyy-MM-dd") }),
            let end = filter?["end"]?.stringValue.flatMap({ CivilTime($0, pattern: "yyyy-MM-dd") }),
            (0...10).contains(end.dayNumber - start.dayNumber)
        else { throw .dateRangeInvalid }
        // Two of the vendor's libraries put the page beside the filter.
        let (page, _) = try paging(filter?["page"] == nil ? fields : filter)
        let found = orders.indices.reversed().filter { place in
            (start.dayNumber...end.dayNumber).contains(CivilTime(istanbul: orders[place].submittedAt).dayNumber)
        }
        let list = rows(found, page: page, rowCount: IletiMerkeziSimulator.ordersPerPage).map { place -> Value in
            var entry: ValueObject = ["id": .int(Int64(orders[place].id))]
            entry.merge(summary(of: orders[place], now: now))
            return .object(entry)
        }
        return ["count": .int(Int64(found.count)), "orders": .list(list)]
    }

    private func orderPlace(_ field: Value?) throws(IletiMerkeziCode) -> Int {
        guard let id = field?["id"]?.lenientInt, let place = orders.firstIndex(where: { $0.id == id }) else {
            throw .orderUnknown
        }
        return place
    }

    /// `page` from 1 on, `rowCount` up to 1000. Empty text, as an XML form without a value has it, is the default.
    func paging(_ field: Value?) throws(IletiMerkeziCode) -> (page: Int, rowCount: Int) {
        let page = field?["page"].map { $0 == "" ? 1 : $0.lenientInt ?? 0 } ?? 1
        guard page >= 1 else { throw .pageInvalid }
        let rowCount = field?["rowCount"]?.lenientInt ?? IletiMerkeziSimulator.maximumRows
        return (page, min(max(rowCount, 1), IletiMerkeziSimulator.maximumRows))
    }

    /// A page of anything; past the end it is empty.
    func rows<Rows: Collection>(_ all: Rows, page: Int, rowCount: Int) -> Rows.SubSequence {
        let (skipped, overflow) = (page - 1).multipliedReportingOverflow(by: rowCount)
        return all.dropFirst(overflow ? all.count : min(skipped, all.count)).prefix(rowCount)
    }

    private func messageCode(at index: Int, now: Date) -> IletiMerkeziCode {
        switch deliveries[index].state(at: now, timing: timing) {
        case .scheduled, .queued, .sent: .messageWaiting
        case .delivered: .messageDelivered
        case .failed, .expired, .cancelled: .messageNotDelivered
        }
    }

    private func summary(of order: IletiMerkeziOrder, now: Date) -> ValueObject {
        let codes = order.deliveries.map { messageCode(at: $0, now: now) }
        let delivered = codes.count { $0 == .messageDelivered }
        let undelivered = codes.count { $0 == .messageNotDelivered }
        let status: IletiMerkeziCode =
            if order.isCancelled {
                .orderNotSent
            } else {
                delivered + undelivered == codes.count ? .orderFinished : .orderInProgress
            }
        return [
            "status": .int(Int64(status.rawValue)),
            "total": .int(Int64(codes.count)),
            "delivered": .int(Int64(delivered)),
            "undelivered": .int(Int64(undelivered)),
            "waiting": .int(Int64(codes.count - delivered - undelivered)),
            "submitAt": .string(CivilTime(istanbul: order.submittedAt).dateAndTime),
            "sendAt": .string(CivilTime(istanbul: order.dueAt).dateAndTime),
            "sender": .string(order.sender),
        ]
    }
}
