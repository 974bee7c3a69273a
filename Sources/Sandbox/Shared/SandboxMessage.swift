import CivilDates
import Foundation

/// A message that a provider of the sandbox took in, as a person or a test wants to see it.
public struct SandboxMessage: Sendable, Hashable, Identifiable {
    public enum Provider: String, Sendable, Hashable, CaseIterable, Codable {
        case turkeySMS = "turkeysms"
        case iletiMerkezi = "iletimerkezi"
    }

    public enum Kind: String, Sendable, Hashable, Codable {
        case sms
        case otp
    }

    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Waits for its time; leaves to `queued` or `cancelled`.
        case scheduled
        /// Taken in; leaves to `sent` or `failed`.
        case queued
        /// With the operator; leaves to `delivered`, `failed` or `expired`, or stays.
        case sent
        case delivered
        case failed
        case expired
        case cancelled

        /// Whether nothing can happen to the message any more.
        public var isFinal: Bool {
            switch self {
            case .scheduled, .queued, .sent: false
            case .delivered, .failed, .expired, .cancelled: true
            }
        }
    }

    /// A state and when it began.
    public struct Step: Sendable, Hashable {
        public let state: State
        /// RFC 3339, UTC.
        public let at: String
    }

    /// A delivery report about it, and each time that it was sent.
    public struct Report: Sendable, Hashable {
        /// One request to the receiver.
        public struct Attempt: Sendable, Hashable {
            /// RFC 3339, UTC.
            public let at: String
            /// Nil without an answer.
            public let status: Int?
            /// What happened in place of an answer.
            public let problem: String?
        }

        /// The provider's word, such as `sms.delivered` or `accepted`.
        public let event: String
        /// `waiting`, `delivered`, `given_up` or `lost`.
        public let state: String
        /// When the thing happened that it reports; RFC 3339, UTC.
        public let at: String
        public let attempts: [Attempt]

        init(_ callback: Callback) {
            event = callback.event
            state = callback.state.rawValue
            at = CivilTime(utc: callback.at).rfc3339
            attempts = callback.attempts.map {
                Attempt(at: CivilTime(utc: $0.at).rfc3339, status: $0.status, problem: $0.problem)
            }
        }
    }

    /// Unique in the sandbox.
    public let id: String
    public let provider: Provider
    public let kind: Kind
    public let sender: String
    /// Digits with the country code.
    public let recipient: String
    /// As the phone shows it, without the operator code at the end.
    public let text: String
    /// `GSM-7`, `GSM-7 Turkish, single shift`, `GSM-7 Turkish, locking shift` or `UCS-2`.
    public let encoding: String
    /// As many as the provider charged for.
    public let segments: Int
    public let state: State
    /// Why it did not arrive; nil for all others.
    public let reason: String?
    /// When it was taken in, or is due where it is scheduled; RFC 3339, UTC.
    public let at: String
    /// The id that the provider's answer named: `sms_id`, or the id of the order.
    public let orderID: String
    /// Its life so far, the present state last.
    public let history: [Step]
    /// The text with what the provider adds, cut as the phone receives it.
    public let parts: [String]
    /// Empty where no address for delivery reports is set.
    public let callbacks: [Report]
}
