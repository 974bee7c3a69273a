/// The eighteen documented paths.
enum TurkeySMSEndpoint: String, CaseIterable, Sendable {
    case authCheck = "/auth/check"
    case sendSMS = "/sms/send"
    case sendOTP = "/otp/send"
    case sendDetailedOTP = "/otp/detailed"
    case sendGroup = "/group/send"
    case sendMixed = "/group/sendMixed"
    case smsStatus = "/sms/status"
    case basicReport = "/reports/basic"
    case detailedReport = "/reports/detailed"
    case balance = "/balance/"
    case senderCheck = "/senderid/check"
    case createGroup = "/groups/create"
    case editGroup = "/groups/edit"
    case deleteGroup = "/groups/delete"
    case listGroups = "/groups/list"
    case addContact = "/contacts/add"
    case addToBlacklist = "/blacklist/add"
    case blacklistStatus = "/blacklist/status"

    /// Whether the same request within the window gets its first answer again.
    var isSending: Bool {
        switch self {
        case .sendSMS, .sendOTP, .sendDetailedOTP, .sendGroup, .sendMixed: true
        default: false
        }
    }

    /// Whether it only looks something up.
    var isReading: Bool {
        switch self {
        case .authCheck, .smsStatus, .basicReport, .detailedReport, .balance, .senderCheck, .listGroups, .blacklistStatus: true
        default: false
        }
    }

    /// Whether answers carry `status` instead of `result`.
    var answersStatus: Bool { self == .addToBlacklist || self == .blacklistStatus }

    /// The right that a key needs here, and the code when it is off: a special one where the vendor has one, else TS-1065.
    var requiredRight: (permission: TurkeySMSAccount.Permission, refusal: TurkeySMSCode)? {
        switch self {
        case .authCheck: nil
        case .sendSMS: (.sendSingleSMS, .rightMissing)
        case .sendOTP: (.sendOTP, .standardOTPNotAllowed)
        case .sendDetailedOTP: (.sendCustomOTP, .customOTPNotAllowed)
        case .sendGroup, .sendMixed: (.sendBulkSMS, .groupSendNotAllowed)
        case .smsStatus: (.checkSMSStatus, .statusNotAllowed)
        case .basicReport, .detailedReport: (.checkSMSStatus, .rightMissing)
        case .balance: (.checkBalance, .rightMissing)
        case .senderCheck: (.checkSenderID, .senderListNotAllowed)
        case .createGroup: (.manageGroups, .groupCreateNotAllowed)
        case .editGroup: (.manageGroups, .groupEditNotAllowed)
        case .deleteGroup: (.manageGroups, .groupDeleteNotAllowed)
        case .listGroups: (.manageGroups, .groupListNotAllowed)
        case .addContact: (.manageContacts, .rightMissing)
        case .addToBlacklist, .blacklistStatus: (.manageBlacklist, .rightMissing)
        }
    }
}
