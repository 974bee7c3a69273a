import SMSText
import Testing

struct TextFoldingTests {
    @Test("typography is replaced and each replacement is told with its count")
    func typography() {
        let folded = TextFolding.typography.fold("“Bugün” — Ayşe’nin doğum günü… Ayşe’ye yaz")
        #expect(folded.text == "\"Bugün\" - Ayşe'nin doğum günü... Ayşe'ye yaz")
        #expect(folded.replacements.map(\.character) == ["“", "”", "—", "’", "…"])
        #expect(folded.replacements.map(\.count) == [1, 1, 1, 2, 1])
    }

    @Test("folding to the default alphabet makes a Turkish text fit GSM-7")
    func defaultAlphabet() {
        let folded = TextFolding.defaultAlphabet.fold("Kâğıt İşleri Şubesi: çağrı")
        #expect(folded.text == "Kagit Isleri Subesi: cagri")
        #expect(SMSCount(folded.text).encoding == .gsm7)
    }

    @Test("letters that the default alphabet has are left alone")
    func kept() {
        let folded = TextFolding.defaultAlphabet.fold("Öğün Ücret Çok")
        #expect(folded.text == "Ögün Ücret Çok")
    }

    @Test("emoji, flags, families and keycaps vanish; digits and signs stay", arguments: ["🎉", "🇹🇷", "👨‍👩‍👧", "1️⃣", "❤️", "☺"])
    func emoji(_ picture: String) {
        let folded = TextFolding.iletiMerkeziEnglish.fold("a\(picture)1#*©")
        #expect(folded.text == "a1#*©")
        #expect(folded.replacements.map(\.replacement) == [""])
    }

    @Test("a decomposed letter is folded like its composed form")
    func decomposed() {
        #expect(TextFolding.iletiMerkeziEnglish.fold("s\u{327}").text == "s")
    }
}
