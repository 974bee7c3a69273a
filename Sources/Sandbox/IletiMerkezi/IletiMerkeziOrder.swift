import Foundation

/// One accepted send request.
struct IletiMerkeziOrder: Sendable {
    let id: Int
    let sender: String
    let submittedAt: Date
    let dueAt: Date
    /// Places in the list of deliveries.
    let deliveries: Range<Int>
    /// Credits taken for each delivery and not given back.
    var charged: [Int: Int]
    var isCancelled = false
}

/// What makes an order the same as another: sender, texts and recipients, whatever their sequence.
struct OrderFingerprint: Hashable, Sendable {
    let sender: String
    let parcels: Set<Parcel>

    struct Parcel: Hashable, Sendable {
        let text: String
        let recipients: [String]
    }
}
