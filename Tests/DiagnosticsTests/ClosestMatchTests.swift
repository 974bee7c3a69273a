import Diagnostics
import Testing

@Suite("The closest name")
struct ClosestMatchTests {
    @Test(
        "a name gets its nearest known one, or none",
        arguments: [
            ("uses", ["uses", "with"], "uses"), ("use", ["uses", "with"], "uses"), ("ues", ["uses", "needs"], "uses"),
            ("Uses", ["uses"], "uses"), ("wiht", ["with", "when"], "with"), ("retrys", ["retry", "timeout"], "retry"),
            ("retries", ["retry", "timeout"], nil),
            ("send_smss", ["send_sms", "send_otp"], "send_sms"), ("tiemout", ["timeout"], "timeout"),
            ("turkeysms.sendsms", ["turkeysms.send_sms", "iletimerkezi.send_sms"], "turkeysms.send_sms"),
            ("send_sms", ["turkeysms.get_balance", "turkeysms.send_sms"], "turkeysms.send_sms"),
            ("sms", ["a.sms", "smb"], "a.sms"), ("şehri", ["şehir", "ilçe"], "şehir"), ("a", ["b"], nil), ("ab", ["ba"], "ba"),
            ("xyz", ["abc", "def"], nil),
            ("", ["a"], nil), ("a", [], nil), ("abcd", ["abce", "abcf"], "abce"), ("completely_different", ["timeout"], nil),
            ("bool", ["text", "boolean", "list"], "boolean"), ("int", ["interval", "integer"], "integer"),
            ("in", ["integer"], nil),
            ("runs", ["runs list", "run"], "run"),
        ] as [(String, [String], String?)])
    func match(_ typed: String, _ known: [String], _ expected: String?) {
        #expect(closestMatch(to: typed, in: known) == expected)
        #expect(closestMatch(to: typed, in: known.reversed()) == expected)
    }

    @Test("a name as long as a file is answered at once")
    func long() {
        #expect(closestMatch(to: String(repeating: "x", count: 1_000_000), in: ["x", "uses"]) == nil)
    }
}
