/// The eleven supported paths, then the contact paths that the vendor opens by arrangement.
enum IletiMerkeziEndpoint: String, CaseIterable, Sendable {
    case sendSMS = "/v1/send-sms/json"
    case cancelOrder = "/v1/cancel-order/json"
    case getReport = "/v1/get-report/json"
    case getReports = "/v1/get-reports/json"
    case getBalance = "/v1/get-balance/json"
    case getSender = "/v1/get-sender/json"
    case getBlacklist = "/v1/get-blacklist/json"
    case addToBlacklist = "/v1/add-blacklist/json"
    case removeFromBlacklist = "/v1/delete-blacklist/json"
    case createConsent = "/v1/consent/create/json"
    case showConsent = "/v1/consent/show/json"
    case addGroup = "/v1/add-group/json"
    case editGroup = "/v1/edit-group/json"
    case deleteGroup = "/v1/delete-group/json"
    case getGroups = "/v1/get-groups/json"
    case getGroup = "/v1/get-group/json"
    case getGroupContacts = "/v1/get-group-contacts/json"
    case addContact = "/v1/add-contact/json"
    case editContact = "/v1/edit-contact/json"
    case deleteContact = "/v1/delete-contact/json"
    case getContact = "/v1/get-contact/json"
    case searchContacts = "/v1/search-contacts/json"

    /// Whether it only looks something up.
    var isReading: Bool {
        switch self {
        case .getReport, .getReports, .getBalance, .getSender, .getBlacklist, .showConsent, .getGroups, .getGroup,
            .getGroupContacts, .getContact, .searchContacts:
            true
        default: false
        }
    }
}
