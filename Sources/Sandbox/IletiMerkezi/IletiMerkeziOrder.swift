import Foundation

/// One accepted send request.
struct IletiMerkeziOrder: Sendable, Codable {
    let id: Int
    let sender: String
    let submittedAt: Date
    let dueAt: Date
    /// Places in the list of deliveries.
    var deliveries: Range<Int>
    /// Credits taken for each delivery and not given back.
    var charged: [Int: Int]
    var isCancelled = false
}

/// What makes an order the same as another: sender, texts and recipients, whatever their sequence.
struct OrderFingerprint: Hashable, Sendable, Codable {
    let sender: String
    let parcels: Set<Parcel>

    struct Parcel: Hashable, Sendable, Codable {
        let text: String
        let recipients: [String]
    }
}
