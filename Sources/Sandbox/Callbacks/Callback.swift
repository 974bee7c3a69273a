import CivilDates
import Foundation
import Values

/// One delivery report on its way to the user's address.
struct Callback: Sendable, Identifiable, Codable {
    enum State: String, Sendable, Codable {
        /// Leaves to `delivered`, `given_up` or `lost`.
        case waiting
        /// The receiver answered 2xx.
        case delivered
        /// Every attempt failed.
        case givenUp = "given_up"
        /// A fault swallowed it.
        case lost
    }

    /// One request to the receiver.
    struct Attempt: Sendable, Equatable, Codable {
        /// When it ended.
        let at: Date
        /// Nil without an answer.
        let status: Int?
        /// What happened in place of an answer.
        let problem: String?

        var isSuccess: Bool { status.map { (200..<300).contains($0) } ?? false }
    }

    /// `700000001.sms.delivered`
    let id: String
    let provider: SandboxMessage.Provider
    let messageID: String
    /// Digits with the country code; empty where no message causes it.
    let recipient: String
    /// The provider's word: `sms.delivered`, `accepted`.
    let event: String
    /// When the thing happened that it reports.
    let at: Date
    @JSONText var body: Value
    var state = State.waiting
    var attempts: [Attempt] = []
    var nextAttemptAt: Date
    /// How often it is sent again after a success.
    var copies = 0
    /// Waits until a later report of its message has been sent.
    var isHeld = false
    var isInFlight = false

    /// A report that is held back leaves anyway after so many seconds.
    static let longestHold: TimeInterval = 60

    init(
        provider: SandboxMessage.Provider, messageID: String, recipient: String, event: String, at: Date, body: Value
    ) {
        id = "\(messageID).\(event)"
        self.recipient = recipient
        self.provider = provider
        self.messageID = messageID
        self.event = event
        self.at = at
        self.body = body
        nextAttemptAt = at
    }

    /// Takes in what became of an attempt.
    mutating func record(_ attempt: Attempt, retryDelays: [TimeInterval]) {
        attempts.append(attempt)
        isInFlight = false
        guard state == .waiting else { return }
        if attempt.isSuccess {
            guard copies > 0 else {
                state = .delivered
                return
            }
            copies -= 1
            nextAttemptAt = attempt.at
        } else {
            let failures = attempts.count { !$0.isSuccess }
            guard failures <= retryDelays.count else {
                state = .givenUp
                return
            }
            nextAttemptAt = attempt.at.addingTimeInterval(retryDelays[failures - 1])
        }
    }

    /// For the control API.
    var value: Value {
        [
            "id": .string(id), "provider": .string(provider.rawValue), "message_id": .string(messageID),
            "event": .string(event), "at": .string(CivilTime(utc: at).rfc3339), "state": .string(state.rawValue),
            "attempts": .list(
                attempts.map { attempt in
                    [
                        "at": .string(CivilTime(utc: attempt.at).rfc3339),
                        "status": attempt.status.map { .int(Int64($0)) } ?? .null,
                        "problem": attempt.problem.map(Value.string) ?? .null,
                    ]
                }),
            "body": body,
        ]
    }
}
