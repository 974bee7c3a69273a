/// Recipients that make something happen without a script. Both providers know them, with or without country code.
enum MagicNumber {
    /// What the network does with a message to this number.
    static func fate(of recipient: String) -> Delivery.Fate {
        switch recipient {
        case "905550009001": .failed
        case "905550009002": .stuck
        case "905550009003": .expires
        default: .delivered
        }
    }

    /// What happens to a request that names this number.
    static func fault(of recipient: String) -> Fault? {
        switch recipient {
        case "905550009101": Fault(kind: .delay, delayMilliseconds: 2000)
        case "905550009102": Fault(kind: .status(500))
        case "905550009103": Fault(kind: .html)
        case "905550009104": Fault(kind: .halfBody)
        case "905550009105": Fault(kind: .emptyBody)
        case "905550009106": Fault(kind: .hugeBody)
        case "905550009107": Fault(kind: .drop)
        case "905550009108": Fault(kind: .drop, isApplied: true)
        case "905550009109": Fault(kind: .throttle)
        case "905550009110": Fault(kind: .insufficientBalance)
        case "905550009111": Fault(kind: .status(500), isApplied: true)
        case "905550009112": Fault(kind: .status(429), retryAfterSeconds: 1)
        default: nil
        }
    }

    /// What happens to the delivery reports of a message to this number.
    static func callbackFault(of recipient: String) -> FaultName? {
        switch recipient {
        case "905550009201": .callbackTwice
        case "905550009202": .callbackLate
        case "905550009203": .callbackLost
        default: nil
        }
    }
}
