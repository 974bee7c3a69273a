import SMSText
import Testing

struct SMSCountTests {
    @Test("the characters that force the dearer encoding are named once each, in order")
    func forcing() {
        #expect(SMSCount("Şifreniz değişti, teşekkürler", mode: .turkish).forcedBy == ["Ş", "ğ", "ş"])
        #expect(SMSCount("Kâğıt hikâye 🎉", mode: .turkish).forcedBy == ["â", "🎉"])
        #expect(SMSCount("Şifre 👨‍👩‍👧", mode: .standard).forcedBy == ["Ş", "👨‍👩‍👧"])
        #expect(SMSCount("Ödeme [OK] {1} 5€", mode: .standard).forcedBy == [])
    }

    @Test("the units that are left shrink to zero and start again in a new segment")
    func remaining() {
        #expect(SMSCount(String(repeating: "a", count: 150)).remainingUnits == 10)
        #expect(SMSCount(String(repeating: "a", count: 160)).remainingUnits == 0)
        #expect(SMSCount(String(repeating: "a", count: 161)).remainingUnits == 145)
    }

    @Test(
        "the parts of a text are as long as its segments and make up the text again",
        arguments: ["a", "€", "ş", "ж", "🎉", "aş€"], [1, 66, 67, 70, 71, 152, 153, 155, 160, 161, 500])
    func parts(unit: String, times: Int) throws {
        let text = String(repeating: unit, count: times)
        for mode in SMSCount.Mode.allCases {
            let count = SMSCount(text, mode: mode)
            let parts = try #require(SMSCount.parts(of: text, encoding: count.encoding))
            #expect(parts.joined() == text)
            #expect(parts.map { SMSCount($0, encoding: count.encoding)?.units } == count.unitsPerSegment)
        }
        #expect(SMSCount.parts(of: "ş", encoding: .gsm7) == nil)
    }

    @Test("a text that an encoding cannot write has no count in it")
    func impossible() {
        #expect(SMSCount("ş", encoding: .gsm7) == nil)
        #expect(SMSCount("è", encoding: .gsm7TurkishLocking) == nil)
        #expect(SMSCount("è", encoding: .gsm7TurkishSingle)?.units == 1)
        #expect(SMSCount("€", encoding: .gsm7TurkishLocking)?.units == 1)
        #expect(SMSCount("€", encoding: .gsm7TurkishSingle)?.units == 2)
    }

    @Test("every character of the default alphabet costs one unit, of its extension two")
    func alphabet() {
        let basic =
            "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
            + "abcdefghijklmnopqrstuvwxyzäöñüà"
        #expect(basic.unicodeScalars.count == 127)
        #expect(SMSCount(basic, encoding: .gsm7)?.units == 127)
        #expect(SMSCount("\u{0C}^{}\\[~]|€", encoding: .gsm7)?.units == 20)
        for outside in ["`", "\t", "\u{A0}", "’", "—", "…", "ç", "â", "₺", "🙂"] {
            #expect(SMSCount(outside).encoding == .ucs2, "\(outside)")
        }
    }

    @Test("a letter from lowercasing İ without the Turkish rules forces UCS-2")
    func dottedLowercase() {
        #expect(SMSCount("i\u{307}yi", mode: .turkish).encoding == .ucs2)
    }
}
