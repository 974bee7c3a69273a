import WorkflowModel

/// A token of a HashiCorp server and how long it lasts.
struct HashiCorpSession: Sendable {
    let token: Secret
    let isRenewable: Bool
    /// Nil: it does not end.
    let ends: ContinuousClock.Instant?
    /// From then on it is renewed: after two thirds of its time.
    let renewal: ContinuousClock.Instant?

    /// - Parameter lease: seconds; 0 means without end.
    init(token: Secret, lease: Int64, isRenewable: Bool, now: ContinuousClock.Instant) {
        self.token = token
        self.isRenewable = isRenewable
        ends = lease > 0 ? now.advanced(by: .seconds(lease)) : nil
        renewal = lease > 0 ? now.advanced(by: .seconds(lease) * 2 / 3) : nil
    }

    func hasEnded(_ now: ContinuousClock.Instant) -> Bool { ends.map { $0 <= now } ?? false }

    func wantsRenewal(_ now: ContinuousClock.Instant) -> Bool { isRenewable && renewal.map { $0 <= now } ?? false }
}
