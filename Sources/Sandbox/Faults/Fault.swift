/// Something that goes wrong with a request, on purpose.
struct Fault: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        /// Nothing.
        case none
        /// Only late.
        case delay
        /// The provider's own error answer with this number: 1060 for TS-1060, 451 for iletiMerkezi.
        case code(Int)
        /// The code for a limit that was exceeded: TS-1060, or 503.
        case throttle
        /// TS-1027, or 402.
        case insufficientBalance
        /// This HTTP status with a body in plain text.
        case status(Int)
        /// 502 with a web page, as a gateway in between would answer.
        case html
        /// The right head, half of the bytes it announces, then the end of the connection.
        case halfBody
        /// The right status and no body.
        case emptyBody
        /// 200 and ten megabytes of JSON.
        case hugeBody
        /// The connection ends without an answer.
        case drop
    }

    var kind: Kind
    /// Before anything else happens.
    var delayMilliseconds = 0
    /// Whether the request does its work before it fails.
    var isApplied: Bool
    /// Sent as `Retry-After`.
    var retryAfterSeconds: Int?

    init(kind: Kind, delayMilliseconds: Int = 0, isApplied: Bool? = nil, retryAfterSeconds: Int? = nil) {
        self.kind = kind
        self.delayMilliseconds = delayMilliseconds
        self.isApplied = isApplied ?? Fault.isAppliedByDefault(kind)
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// Where the answer is damaged on its way back the work was done; where another answers instead it was not.
    private static func isAppliedByDefault(_ kind: Kind) -> Bool {
        switch kind {
        case .none, .delay, .halfBody, .emptyBody, .hugeBody: true
        case .code, .throttle, .insufficientBalance, .status, .html, .drop: false
        }
    }
}
