import Telemetry
import Testing
import Values

@Suite("Masking phone numbers and codes")
struct MaskingTests {
    @Test(
        "phone numbers in free text, in every spelling",
        arguments: [
            ("to +905550000001 now", "to +90********01 now"), ("905550000001", "90********01"), ("05550000001", "*********01"),
            ("5550000001", "********01"), ("0555 000 00 01", "*********01"), ("(555) 000 00 01.", "********01."),
            ("+90 (555) 000-00-01", "+90********01"), ("0 555 000 0001, 05550000002", "*********01, *********02"),
            ("+90.555.000.00.01", "+90********01"), ("+442079460958", "+**********58"), ("+1 202-555-0100", "+*********00"),
            ("00491701234567", "00**********67"), ("[905550000001]", "[90********01]"), ("\"905550000001\"", "\"90********01\""),
            ("tel:+905550000001;ext=1", "tel:+90********01;ext=1"), ("çağrı 05550000001ı", "çağrı 05550000001ı"),
        ])
    func phones(text: String, masked: String) {
        #expect(Masking().mask(text) == masked)
        #expect(Masking.off.mask(text) == text)
    }

    @Test(
        "what is no phone number stays",
        arguments: [
            "2030-01-31T09:14:07.250Z", "run 01jg0000005550000001aaaaaa", "order 700000001", "1795244400000", "127.0.0.1:7373",
            "took 5550 ms", "id 12345678901234567890", "v5.550.000", "$1,234,567,890", "+12", "step_5550000001", "05550000001x",
            "3.14159265358979", "no digits at all", "",
        ])
    func others(text: String) {
        #expect(Masking().mask(text) == text)
    }

    @Test("codes are masked in the members that hold them, and in the text of messages")
    func codes() {
        let value: Value = [
            "to": ["905550000001", 905_550_000_002], "code": "123456", "otp_code": 9876, "status": 202, "attempt": 3,
            "error": ["code": "TS-1027"],
            "text": "Kodunuz 482913, tel 05550000001. 2030 yılında 12 adet", "message_id": 700_000_001, "ok": true, "share": 0.5,
        ]
        #expect(
            Masking().mask(value) == [
                "to": ["90********01", "90********02"], "code": "******", "otp_code": "******", "status": 202, "attempt": 3,
                "error": ["code": "TS-1027"], "text": "Kodunuz ******, tel *********01. **** yılında 12 adet",
                "message_id": 700_000_001, "ok": true, "share": 0.5,
            ])
        #expect(Masking.off.mask(value) == value)
    }

    @Test("no row of digits of a number is left, whatever stands around it")
    func nothingLeaks() {
        var generator = SplitMix(state: 20_301_131)
        let digits = Array("0123456789"), around = Array(" ,;:/\"'<>[]{}()=-\n\t")
        for round in 0..<2000 {
            let number = "5" + String((0..<9).map { _ in digits[Int(generator.next() % 10)] })
            let prefix = ["", "0", "90", "+90", "0090"][Int(generator.next() % 5)]
            let left = String(around[Int(generator.next() % UInt64(around.count))])
            let right = String(around[Int(generator.next() % UInt64(around.count))])
            let text = "a\(left)\(prefix)\(number)\(right)b"
            #expect(!Masking().mask(text).contains(number.dropFirst().dropLast(2)), "round \(round), seed 20301131: \(text)")
        }
    }
}

/// Random numbers that are the same in every run.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
