import CivilDates
import Foundation
import Randomness
import Values

/// TurkeySMS as a value: an account and everything it has done. Time comes with each request.
struct TurkeySMSSimulator: Sendable, Codable {
    /// Not in a snapshot: each start brings its own.
    var account = TurkeySMSAccount()
    var timing = DeliveryTiming()
    var mainBalance: Int
    var internationalBalance: Double
    var deliveries: [Delivery] = []
    /// Places in `deliveries`, by the id of the message.
    var placeOfMessage: [Int: Int] = [:]
    /// Places in `deliveries`, by the id that the answer named.
    var placesOfReport: [Int: [Int]] = [:]
    var blacklist: [String: Date] = [:]
    var groups: [TurkeySMSGroup]
    var nextGroupID = 2
    var nextMessageID = 700_000_001
    var generator: SplitMix64
    private var recentAnswers: RepeatWindow<Fingerprint, ProviderAnswer>
    private var minute = -1
    private var requestsInMinute = 0

    /// A send request, whatever the sequence of its fields.
    private struct Fingerprint: Hashable, Sendable, Codable {
        let path: String
        @JSONText var fields: Value
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case mainBalance, internationalBalance, deliveries, placeOfMessage, placesOfReport, blacklist, groups, nextGroupID
        case nextMessageID, generator, recentAnswers, minute, requestsInMinute
    }

    init(account: TurkeySMSAccount, timing: DeliveryTiming, seed: UInt64, now: Date) {
        self.account = account
        self.timing = timing
        mainBalance = account.mainBalance
        internationalBalance = account.internationalBalance
        groups = [
            TurkeySMSGroup(id: 1, name: account.defaultGroupName, createdOn: CivilTime(istanbul: now).dateText)
        ]
        generator = SplitMix64(seed: seed)
        recentAnswers = RepeatWindow(seconds: account.repeatWindowSeconds)
    }

    /// Takes the settings of this start, and the senders that were there.
    mutating func settle(in account: TurkeySMSAccount, timing: DeliveryTiming, senders: [TurkeySMSAccount.Sender]) {
        self.account = account
        self.account.senders = senders
        self.timing = timing
        recentAnswers.seconds = account.repeatWindowSeconds
    }

    /// Answers a request and changes the account accordingly.
    mutating func answer(_ request: ProviderRequest, now: Date) -> ProviderAnswer {
        guard let endpoint = TurkeySMSEndpoint(rawValue: request.path) else {
            return TurkeySMSSimulator.transportFailure(status: 404)
        }
        guard request.method == "POST" else { return TurkeySMSSimulator.transportFailure(status: 405) }
        do {
            let fields = try fields(of: request)
            try checkKey(fields, now: now)
            try checkRights(for: endpoint)
            guard endpoint.isSending else { return try answer(endpoint, fields, now: now) }
            let fingerprint = Fingerprint(path: endpoint.rawValue, fields: .object(fields))
            if let repeated = recentAnswers.answer(to: fingerprint, now: now) { return repeated }
            let answer = try answer(endpoint, fields, now: now)
            recentAnswers.remember(fingerprint, answer: answer, now: now)
            return answer
        } catch {
            return endpoint.answersStatus && !error.isCommonFailure ? error.statusAnswer() : error.answer()
        }
    }

    /// Whether a request may change something that outlives it. Requests with a strange key never do.
    func mayChange(_ request: ProviderRequest) -> Bool {
        guard let endpoint = TurkeySMSEndpoint(rawValue: request.path) else { return false }
        return !endpoint.isReading && request.body?["api_key"]?.stringValue == account.apiKey
    }

    /// An unknown path or a wrong method: no page says what comes; the format code fits best.
    private static func transportFailure(status: Int) -> ProviderAnswer {
        var answer = TurkeySMSCode.formatInvalid.answer()
        answer.status = status
        return answer
    }

    private mutating func answer(
        _ endpoint: TurkeySMSEndpoint, _ fields: ValueObject, now: Date
    ) throws(TurkeySMSCode) -> ProviderAnswer {
        switch endpoint {
        case .authCheck: checkAccount()
        case .balance: showBalance()
        case .senderCheck: listSenders()
        case .sendSMS: try sendSMS(fields, now: now)
        case .sendOTP: try sendOTP(fields, now: now)
        case .sendDetailedOTP: try sendDetailedOTP(fields, now: now)
        case .sendGroup: try sendGroup(fields, now: now)
        case .sendMixed: try sendMixed(fields, now: now)
        case .smsStatus: try smsStatus(fields, now: now)
        case .basicReport: try basicReport(fields, now: now)
        case .detailedReport: try detailedReport(fields, now: now)
        case .createGroup: try createGroup(fields, now: now)
        case .editGroup: try editGroup(fields)
        case .deleteGroup: try deleteGroup(fields)
        case .listGroups: listGroups(fields)
        case .addContact: try addContact(fields)
        case .addToBlacklist: try addToBlacklist(fields, now: now)
        case .blacklistStatus: try blacklistStatus(fields)
        }
    }

    // MARK: What every request must pass

    private func fields(of request: ProviderRequest) throws(TurkeySMSCode) -> ValueObject {
        let mediaType = request.contentType?.split(separator: ";").first.map { $0.lowercased() }
        guard mediaType?.trimmingCharacters(in: .whitespaces) == "application/json" else { throw .formatInvalid }
        guard let fields = request.body?.objectValue else { throw .formatInvalid }
        return fields
    }

    private mutating func checkKey(_ fields: ValueObject, now: Date) throws(TurkeySMSCode) {
        guard let key = fields["api_key"], !key.isNull, key != "" else { throw .keyMissing }
        guard key.stringValue == account.apiKey else { throw .keyInvalid }
        guard account.acceptsAddress else { throw .rightMissing }
        guard account.isActive else { throw .accountInactive }
        guard let limit = account.requestsPerMinute else { return }
        let present = Int((now.timeIntervalSince1970 / 60).rounded(.down))
        if present != minute {
            minute = present
            requestsInMinute = 0
        }
        guard requestsInMinute < limit else { throw .tooManyRequests }
        requestsInMinute += 1
    }

    private func checkRights(for endpoint: TurkeySMSEndpoint) throws(TurkeySMSCode) {
        guard endpoint != .authCheck else { return }
        guard account.permissions.contains(.postRequest) else { throw .postNotAllowed }
        if let right = endpoint.requiredRight, !account.permissions.contains(right.permission) { throw right.refusal }
    }
}

extension TurkeySMSCode {
    /// Failures that come before an endpoint is reached; they have the common envelope everywhere.
    fileprivate var isCommonFailure: Bool {
        switch self {
        case .formatInvalid, .keyMissing, .keyInvalid, .accountInactive, .tooManyRequests, .postNotAllowed, .rightMissing: true
        default: false
        }
    }
}
