import Foundation
import Values

/// iletiMerkezi as a value: an account and everything it has done. Time comes with each request.
struct IletiMerkeziSimulator: Sendable, Codable {
    /// Not in a snapshot: each start brings its own.
    var account = IletiMerkeziAccount()
    var timing = DeliveryTiming()
    var credits: Int
    var deliveries: [Delivery] = []
    var orders: [IletiMerkeziOrder] = []
    /// Digits and the moment of blocking, oldest first.
    var blacklist: [BlockedNumber] = []
    var consents: [ConsentKey: ConsentRecord] = [:]
    var addressBook = IletiMerkeziAddressBook()
    var nextOrderID = 800_000_001
    var nextMessageID = 850_000_001
    /// Places of orders that still owe refunds for messages that may fail.
    var unsettledOrders: [Int] = []
    /// Orders that may not come again yet.
    var recentOrders: RepeatWindow<OrderFingerprint, Int>
    var second = -1
    var recipientsInSecond = 0

    struct BlockedNumber: Sendable, Codable {
        let digits: String
        let at: Date
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case credits, deliveries, orders, blacklist, consents, addressBook, nextOrderID, nextMessageID, unsettledOrders
        case recentOrders, second, recipientsInSecond
    }

    init(account: IletiMerkeziAccount, timing: DeliveryTiming) {
        self.account = account
        self.timing = timing
        credits = account.credits
        recentOrders = RepeatWindow(seconds: account.repeatWindowSeconds)
    }

    /// Takes the settings of this start, and the senders that were there.
    mutating func settle(in account: IletiMerkeziAccount, timing: DeliveryTiming, senders: [String]) {
        self.account = account
        self.account.senders = senders
        self.timing = timing
        recentOrders.seconds = account.repeatWindowSeconds
    }

    /// Answers a request and changes the account accordingly.
    mutating func answer(_ request: ProviderRequest, now: Date) -> ProviderAnswer {
        settle(now: now)
        do throws(IletiMerkeziCode) {
            guard request.method == "POST", let endpoint = IletiMerkeziEndpoint(rawValue: request.path) else {
                throw IletiMerkeziCode.methodUnknown
            }
            guard let fields = request.body?["request"], fields.objectValue != nil else {
                throw IletiMerkeziCode.requestUnreadable
            }
            try checkCredentials(fields)
            return IletiMerkeziCode.ok.answer(try answer(endpoint, fields, now: now))
        } catch {
            return error.answer(plainBadRequest: account.answersPlainBadRequest)
        }
    }

    /// Whether a request may change something that outlives it. Requests with a strange key never do.
    func mayChange(_ request: ProviderRequest) -> Bool {
        guard let endpoint = IletiMerkeziEndpoint(rawValue: request.path), let fields = request.body?["request"] else {
            return false
        }
        do throws(IletiMerkeziCode) {
            try checkCredentials(fields)
            return !endpoint.isReading
        } catch {
            return false
        }
    }

    /// Gives back the credits of messages that turned out undeliverable.
    mutating func settle(now: Date) {
        var open: [Int] = []
        for place in unsettledOrders {
            var isSettled = true
            for index in orders[place].deliveries {
                let state = deliveries[index].state(at: now, timing: timing)
                if !state.isFinal { isSettled = false }
                if state == .failed || state == .expired {
                    credits += orders[place].charged.removeValue(forKey: index) ?? 0
                }
            }
            if !isSettled { open.append(place) }
        }
        unsettledOrders = open
    }

    private func checkCredentials(_ fields: Value) throws(IletiMerkeziCode) {
        let authentication = fields["authentication"]
        // Older clients send the same pair as user and password.
        guard account.acceptsCalls, (authentication?["key"] ?? authentication?["username"])?.stringValue == account.key,
            (authentication?["hash"] ?? authentication?["password"])?.stringValue == account.hash
        else {
            throw .credentialsWrong
        }
    }

    private mutating func answer(
        _ endpoint: IletiMerkeziEndpoint, _ fields: Value, now: Date
    ) throws(IletiMerkeziCode) -> ValueObject {
        switch endpoint {
        case .sendSMS: try sendSMS(fields["order"], now: now)
        case .cancelOrder: try cancelOrder(fields["order"], now: now)
        case .getReport: try getReport(fields["order"], now: now)
        case .getReports: try getReports(fields, now: now)
        case .getBalance: getBalance()
        case .getSender: ["senders": ["sender": .list(account.senders.map(Value.string))]]
        case .getBlacklist: try getBlacklist(fields["blacklist"])
        case .addToBlacklist: try addToBlacklist(fields["blacklist"], now: now)
        case .removeFromBlacklist: try removeFromBlacklist(fields["blacklist"])
        case .createConsent: try createConsent(fields["consent"], now: now)
        case .showConsent: try showConsent(fields["consent"])
        case .addGroup: try addressBook.addGroup(fields["group"])
        case .editGroup: try addressBook.editGroup(fields["group"])
        case .deleteGroup: try addressBook.deleteGroup(fields["group"])
        case .getGroups: addressBook.getGroups()
        case .getGroup: try addressBook.getGroup(fields["group"])
        case .getGroupContacts: try addressBook.getGroupContacts(fields["group"])
        case .addContact: try addressBook.addContact(fields["contact"])
        case .editContact: try addressBook.editContact(fields["contact"])
        case .deleteContact: try addressBook.deleteContact(fields["contact"])
        case .getContact: try addressBook.getContact(fields["contact"])
        case .searchContacts: try addressBook.searchContacts(fields["search"])
        }
    }

    private func getBalance() -> ValueObject {
        ["balance": ["amount": .double(lira(ofParts: credits)), "sms": .int(Int64(credits))]]
    }

    /// 0.10 TRY a part, two decimals.
    func lira(ofParts parts: Int) -> Double { Double(parts) / 10 }
}
