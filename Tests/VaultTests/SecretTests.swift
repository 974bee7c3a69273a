import Testing
import WorkflowModel

@Suite("Secrets")
struct SecretTests {
    static let canary = "canary-4b1d"

    @Test("a secret does not print, in whatever it stands")
    func doesNotPrint() {
        let credential = Credential(name: CredentialName("shop"), fields: ["key": Secret(Self.canary)])
        var dumped = ""
        dump(credential, to: &dumped)
        dump(Secret(Self.canary), to: &dumped)
        let texts = [
            "\(Secret(Self.canary))", String(describing: credential), String(reflecting: credential), dumped,
            "\(Optional(Secret(Self.canary)) as Any)", "\([Secret(Self.canary)])",
            "\(Mirror(reflecting: Secret(Self.canary)).children.map { $0 })",
        ]
        for text in texts { #expect(!text.contains(Self.canary)) }
        #expect(!((Secret(Self.canary) as Any) is any Encodable))
    }

    @Test("a secret gives back what went in")
    func reveals() {
        #expect(Secret(Self.canary).reveal() == Self.canary)
        #expect(Secret("ığüşöç\0\n").reveal() == "ığüşöç\0\n")
        #expect(Secret("").isEmpty)
        #expect(Secret(bytes: [1, 2, 255]).withBytes { Array($0) } == [1, 2, 255])
    }

    @Test("only the very bytes match")
    func matches() {
        let secret = Secret(Self.canary)
        #expect(secret.matches(Self.canary))
        #expect(secret.matches(Array(Self.canary.utf8)))
        for wrong in ["", "canary-4b1", "canary-4b1dd", "canary-4b1e", "Canary-4b1d", Self.canary + Self.canary] {
            #expect(!secret.matches(wrong), "\(wrong)")
        }
        #expect(Secret("").matches(""))
        #expect(!Secret("").matches("\0"))
        #expect(!Secret("\0").matches(""))
        #expect(!Secret("ab").matches("abab"))
    }

    @Test("text that looks alike but has other bytes does not match")
    func bytesNotCharacters() {
        #expect("\u{E9}" == "e\u{301}")
        #expect(!Secret("\u{E9}").matches("e\u{301}"))
    }
}
