/// A recipient as TurkeySMS takes it: digits with the country code and no plus sign.
struct TurkeySMSNumber: Hashable, Sendable {
    let digits: String
    let isTurkish: Bool

    init?(_ text: String?) {
        guard let text, text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else { return nil }
        if text.hasPrefix("90") {
            guard text.utf8.count == 12, text.hasPrefix("905") else { return nil }
        } else {
            // Ten digits from the 5 on are a Turkish number without its country code, not a foreign one.
            guard (8...15).contains(text.utf8.count), !text.hasPrefix("0"), !(text.hasPrefix("5") && text.utf8.count == 10)
            else { return nil }
        }
        digits = text
        isTurkish = text.hasPrefix("90")
    }
}
