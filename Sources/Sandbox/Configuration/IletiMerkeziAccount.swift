import SMSText

/// What the sandbox's iletiMerkezi account owns and may do, and the choices where the vendor contradicts itself.
public struct IletiMerkeziAccount: Sendable {
    /// How the account pays.
    public enum Billing: Sendable {
        /// One credit a part.
        case credits
        /// 0.10 TRY a part; an account in abroad mode, which takes numbers of other countries.
        case lira
    }

    /// What becomes of a `sendDateTime` with seconds.
    public enum BadSchedule: Sendable {
        /// 457, as the code table says.
        case refused
        /// The real backend was seen to ignore the schedule and send at once.
        case sentAtOnce
    }

    public static let defaultKey = "sandbox-key"
    public static let defaultHash = "sandbox-hash"
    /// Works before any sender is approved; the text is replaced.
    public static let testSender = "APITEST"
    public static let testText = "iletiMerkezi API test mesaji"

    public var key = IletiMerkeziAccount.defaultKey
    public var hash = IletiMerkeziAccount.defaultHash
    /// False plays the switch for API access that is off, or an address that is not on the list: 401.
    public var acceptsCalls = true
    /// Without them every order is 467.
    public var hasPapers = true
    public var senders = ["DEMOCO"]
    /// One a part and recipient.
    public var credits = 500
    public var billing = Billing.credits
    public var characterMode = SegmentEstimate.IletiMerkeziCharacterMode.english
    /// The account's İYS brand; nil answers 470 to commercial messages.
    public var brandCode: Int? = 111_222
    /// Without it the consent endpoints answer 403.
    public var hasConsentSubscription = true
    /// Whether commercial messages skip recipients without a consent record.
    public var checksConsent = true
    /// Whether a missing `iys` is 468 or passes as 0.
    public var requiresConsentField = true
    public var chargesTestSender = false
    /// Seconds in which the same order is 451.
    public var repeatWindowSeconds = 600.0
    /// Recipients a second over several requests; nil switches the limit off.
    public var recipientsPerSecond: Int? = 100
    public var maximumRecipients = 50_000
    /// Answers HTTP 400 to every code from 450 on, which the vendor allows itself.
    public var answersPlainBadRequest = false
    public var badSchedule = BadSchedule.refused
    /// Answers 200 with an empty list instead of 422 where no consent is recorded.
    public var answersEmptyConsentList = false

    public init() {}
}
