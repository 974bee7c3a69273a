import CivilDates
import Foundation
import Values

/// `/blacklist/add` and `/blacklist/status`.
extension TurkeySMSSimulator {
    mutating func addToBlacklist(_ fields: ValueObject, now: Date) throws(TurkeySMSCode) -> ProviderAnswer {
        let number = try number(fields)
        guard blacklist[number] == nil else { throw .alreadyBlocked }
        blacklist[number] = now
        return TurkeySMSCode.blocked.statusAnswer()
    }

    func blacklistStatus(_ fields: ValueObject) throws(TurkeySMSCode) -> ProviderAnswer {
        guard let blockedAt = blacklist[try number(fields)] else {
            return TurkeySMSCode.notBlocked.statusAnswer(["is_blocked": false])
        }
        let time = CivilTime(istanbul: blockedAt)
        return TurkeySMSCode.isBlocked.statusAnswer([
            "is_blocked": true, "block_date": .string(time.dateText), "block_time": .string(time.clock),
        ])
    }

    private func number(_ fields: ValueObject) throws(TurkeySMSCode) -> String {
        // The samples have eleven and twelve digits; only twelve are taken, whatever the country.
        guard let number = TurkeySMSNumber(fields["number"]?.lenientText), number.digits.utf8.count == 12 else {
            throw .numberInvalid
        }
        return number.digits
    }
}
