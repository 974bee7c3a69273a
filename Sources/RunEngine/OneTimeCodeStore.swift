import WorkflowModel

/// A one-time code that was sent, without the code itself.
public struct OneTimeCode: Equatable, Sendable {
    public var id: String
    /// Digits, such as 905550000001.
    public var recipient: String
    /// What the code is for; a code for one purpose is of no use for another.
    public var purpose: String
    public var salt: [UInt8]
    /// The authentication code of recipient, purpose and code under the salt.
    public var digest: [UInt8]
    public var issuedAt: Timestamp
    public var expiresAt: Timestamp
    /// How many guesses are left.
    public var attempts: Int

    public init(
        id: String, recipient: String, purpose: String, salt: [UInt8], digest: [UInt8], issuedAt: Timestamp, expiresAt: Timestamp,
        attempts: Int
    ) {
        self.id = id
        self.recipient = recipient
        self.purpose = purpose
        self.salt = salt
        self.digest = digest
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.attempts = attempts
    }
}

/// What became of a guess.
public enum OneTimeCodeVerdict: Equatable, Sendable {
    case right
    case wrong(attemptsLeft: Int)
    case expired
    /// Too many wrong guesses.
    case usedUp
    /// No code is open for this recipient and purpose: none was sent, or it was used.
    case none
}

/// Keeps one-time codes between the run that sends one and the run that asks for it.
///
/// What implementers owe:
/// - When a call returns, its effect survives the loss of power; two calls never see the same guess or the same limit.
/// - A guess is counted before anybody learns whether it was right, and a right one is good once.
public protocol OneTimeCodeStore: Sendable {
    /// Takes in a code; the one before it of the same recipient and purpose is no longer good.
    ///
    /// - Returns: nil when it was taken in. Otherwise so many codes went to this recipient in that time, and the next one is
    ///   possible then.
    func issue(_ code: OneTimeCode, atMost count: Int, within window: Duration) async throws(JournalError) -> Timestamp?
    /// The code surely did not reach anybody: it is no longer good and does not count.
    func withdraw(_ id: String) async throws(JournalError)
    /// - Parameters:
    ///   - claimant: who asks; the same one may ask again for the same answer, because an attempt may be run twice.
    ///   - matches: whether the guess belongs to this salt and digest; compares in constant time.
    func verify(
        recipient: String, purpose: String, by claimant: String, at time: Timestamp,
        _ matches: @escaping @Sendable (_ salt: [UInt8], _ digest: [UInt8]) -> Bool
    ) async throws(JournalError) -> OneTimeCodeVerdict
}
