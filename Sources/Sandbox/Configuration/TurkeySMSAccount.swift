/// What the sandbox's TurkeySMS account owns and may do, and the choices where the vendor says nothing.
public struct TurkeySMSAccount: Sendable {
    /// A sender ID of the account.
    public struct Sender: Sendable, Equatable, Codable {
        public var title: String
        public var isActive: Bool

        public init(_ title: String, isActive: Bool = true) {
            self.title = title
            self.isActive = isActive
        }
    }

    /// The rights of a key, by the names that the vendor prints, then three of our own.
    public enum Permission: String, Sendable, CaseIterable {
        case postRequest = "post_request"
        case sendSingleSMS = "send_single_sms"
        case sendBulkSMS = "send_bulk_sms"
        case sendOTP = "send_otp"
        case checkBalance = "check_balance"
        case checkSenderID = "check_senderid"
        case checkSMSStatus = "check_sms_status"
        case manageGroups = "manage_groups"
        case sendCustomOTP = "send_custom_otp"
        case manageContacts = "manage_contacts"
        case manageBlacklist = "manage_blacklist"
    }

    public static let defaultAPIKey = "sandbox-key"

    public var apiKey = TurkeySMSAccount.defaultAPIKey
    public var isActive = true
    /// False plays a key whose list of addresses does not have the caller's: TS-1065.
    public var acceptsAddress = true
    public var permissions = Set(Permission.allCases)
    public var senders = [Sender("DEMOCO"), Sender("WAITING", isActive: false)]
    /// Credits for numbers in Turkey; one a segment.
    public var mainBalance = 500
    /// Money for numbers abroad.
    public var internationalBalance = 25.0
    public var internationalPricePerSegment = 0.25
    public var allowsInternational = true
    /// The group with id 1, which exists from the start.
    public var defaultGroupName = "Customers"
    /// Nil switches the limit off.
    public var requestsPerMinute: Int? = 60
    /// Within it the same request gets its first answer again.
    public var repeatWindowSeconds = 60.0
    public var maximumRecipients = 1000
    public var maximumSegments = 7
    /// Added to every message and counted; the vendor does not say whether it adds an operator code.
    public var operatorSuffix = ""
    public var defaultOTPDigits = 6
    /// Puts `otp_code` into the answer, as the previous generation of the API did.
    public var otpCodeInResponse = false
    /// Answers TS-1081, 1082 and 1083 to edit, delete and list, as the vendor's examples do, instead of the codes of its table.
    public var replaysExampleCodes = false

    public init() {}
}
