import SMSText
import Testing

@Suite("The characters that make a text dearer")
struct ForcingCharacterTests {
    @Test("each is named once with its places, what it needs and what is near it")
    func names() {
        let found = ForcingCharacter.all(in: "Ali’nin şişesi “boş”, kâğıt 🎉’")
        #expect(
            found.map { "\($0.character) \($0.positions) \($0.encoding.rawValue) \($0.replacement ?? "-")" } == [
                "’ [4, 30] ucs2 '", "ş [9, 11, 19] gsm7-tr-single s", "“ [16] ucs2 \"", "” [20] ucs2 \"", "â [24] ucs2 a",
                "ğ [25] gsm7-tr-single g", "ı [26] gsm7-tr-single i", "🎉 [29] ucs2 -",
            ])
        #expect(found.first?.name == "U+2019 RIGHT SINGLE QUOTATION MARK")
        #expect(
            ForcingCharacter.all(in: "🇹🇷").map(\.name) == [
                "U+1F1F9 REGIONAL INDICATOR SYMBOL LETTER T + U+1F1F7 REGIONAL INDICATOR SYMBOL LETTER R"
            ])
    }

    @Test("positions are those of the text in NFC, and what the basic alphabet has is not named")
    func normalised() {
        #expect(ForcingCharacter.all(in: "o\u{308}s\u{327}").map(\.positions) == [[2]])
        #expect(ForcingCharacter.all(in: "Ödeme [OK] {1} 5€\r\nÇ").isEmpty)
        #expect(ForcingCharacter.all(in: "").isEmpty)
    }

    @Test("the same characters force the encoding that the count chooses")
    func agreement() {
        for text in ["abc", "şey", "kâğıt", "è ş", "🎉", "i\u{307}"] {
            let found = ForcingCharacter.all(in: text)
            let count = SMSCount(text, mode: .turkish)
            #expect(found.isEmpty == (count.encoding == .gsm7), "\(text)")
            #expect(found.contains { $0.encoding == .ucs2 } == (count.encoding == .ucs2), "\(text)")
        }
    }
}
