import SMSText
import Testing

struct PhoneNumberTests {
    @Test(
        "the ways to write one Turkish mobile number give the same digits",
        arguments: [
            "905550000001", "+905550000001", "00905550000001", "05550000001", "5550000001", "+90 555 000 00 01",
            "0 (555) 000-00-01", "+90 (0) 555 000 00 01", "0555.000.00.01", "\u{202A}+90 555 000 00 01\u{202C}",
            "0555\u{A0}000\u{2011}00\u{2011}01",
        ])
    func sameNumber(_ text: String) throws {
        #expect(try PhoneNumber.normalize(text) == "905550000001")
    }

    @Test(
        "what is not a Turkish mobile number is refused with the reason",
        arguments: [
            ("", "the phone number is empty, expected a number such as `905550000001`"),
            (" - ", "the phone number is empty, expected a number such as `905550000001`"),
            (
                "0555 000 00 0x",
                "phone number `0555 000 00 0x` contains `x`, expected digits with spaces, dashes or brackets between them"
            ),
            (
                "555+0000001",
                "phone number `555+0000001` contains `+`, expected digits with spaces, dashes or brackets between them"
            ),
            (
                "055500000",
                "phone number `055500000` has 9 digits, expected 10 digits from the 5 on, such as `0555 000 00 01`"
            ),
            (
                "90555000000",
                "phone number `90555000000` has 11 digits, expected 10 digits from the 5 on, such as `0555 000 00 01`"
            ),
            (
                "0212 000 00 01",
                "phone number `0212 000 00 01` is not a mobile number, expected one that begins with 5 after the country code 90"
            ),
            (
                "+44 7700 900001",
                "phone number `+44 7700 900001` is of another country, expected a Turkish mobile number such as `905550000001`"
            ),
        ])
    func refused(_ text: String, _ message: String) {
        let error = #expect(throws: PhoneNumberError.self) { try PhoneNumber.normalize(text) }
        #expect(error?.description == message)
    }

    @Test("numbers abroad are accepted where the caller allows them")
    func abroad() throws {
        #expect(try PhoneNumber.normalize("+44 7700 900001", reach: .international) == "447700900001")
        #expect(try PhoneNumber.normalize("0044 7700 900001", reach: .international) == "447700900001")
        #expect(try PhoneNumber.normalize("0555 000 00 01", reach: .international) == "905550000001")
        #expect(throws: PhoneNumberError.self) { try PhoneNumber.normalize("+1234", reach: .international) }
        #expect(throws: PhoneNumberError.self) { try PhoneNumber.normalize("447700900001", reach: .international) }
    }
}
