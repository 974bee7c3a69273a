import CivilDates
import Foundation
import Values

/// `get-blacklist`, `add-blacklist` and `delete-blacklist`.
extension IletiMerkeziSimulator {
    mutating func addToBlacklist(_ field: Value?, now: Date) throws(IletiMerkeziCode) -> ValueObject {
        let digits = try number(field)
        if !blacklist.contains(where: { $0.digits == digits }) {
            blacklist.append(BlockedNumber(digits: digits, at: now))
        }
        return [:]
    }

    mutating func removeFromBlacklist(_ field: Value?) throws(IletiMerkeziCode) -> ValueObject {
        let digits = try number(field)
        guard let place = blacklist.firstIndex(where: { $0.digits == digits }) else { throw .blockNotRemovable }
        blacklist.remove(at: place)
        return [:]
    }

    func getBlacklist(_ field: Value?) throws(IletiMerkeziCode) -> ValueObject {
        let (page, rowCount) = try paging(field)
        let start = try moment(field?["filter"]?["start"])
        let end = try moment(field?["filter"]?["end"])
        let found = blacklist.filter { entry in
            (start.map { entry.at >= $0 } ?? true) && (end.map { entry.at <= $0 } ?? true)
        }
        let numbers = rows(found, page: page, rowCount: rowCount).map { Value.string("+" + $0.digits) }
        // The count is that of the whole list, whatever the filter.
        return ["blacklist": ["count": .int(Int64(blacklist.count)), "number": .list(numbers)]]
    }

    private func number(_ field: Value?) throws(IletiMerkeziCode) -> String {
        guard let digits = IletiMerkeziNumber.digits(field?["number"]?.lenientText) else { throw .numberInvalid }
        return digits
    }

    private func moment(_ field: Value?) throws(IletiMerkeziCode) -> Date? {
        guard let field, !field.isNull, field != "" else { return nil }
        guard let time = field.stringValue.flatMap({ CivilTime($0, pattern: "yyyy-MM-dd HH:mm:ss") }) else {
            throw .dateRangeInvalid
        }
        return time.istanbulMoment
    }
}
