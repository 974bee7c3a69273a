import Foundation
import Testing
import Values
import WorkflowModel

@Suite("Masking")
struct RedactorTests {
    static let secrets = ["canary-7f3a", #"ca"na\ry/ığ +&=?%"#, "hunter22", String(repeating: "k", count: 65), "123456789"]

    @Test("a secret is found however it was written down", arguments: secrets)
    func forms(_ text: String) throws {
        let redactor = Redactor([Secret(text)])
        var written = [
            text, "before \(text) after", text.percentEncoded, text.percentEncoded.lowercased(),
            text.percentEncoded.replacing("%20", with: "+"),
        ]
        if let allowed = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) { written.append(allowed) }
        written.append(String(decoding: try JSONEncoder().encode([text]), as: UTF8.self))
        written.append(Value.list([.string(Value.list([.string(text)]).jsonText())]).jsonText())
        written.append(Data(text.utf8).map { String(format: "%02x", $0) }.joined())
        written.append(Data(text.utf8).map { String(format: "%02X", $0) }.joined())
        for form in written where form != text.percentEncoded.lowercased() || text == text.lowercased() {
            let redacted = redactor.redact(form)
            #expect(redacted.contains("****"), "\(form)")
            #expect(!redacted.contains(text))
        }
    }

    @Test("a secret inside base64 is found at every place of it", arguments: secrets)
    func base64(_ text: String) {
        let redactor = Redactor([Secret(text)])
        for before in ["", "u", "us", "use", "user:", "a longer text: "] {
            for after in ["", "x", "xy", " and more"] {
                let whole = Data((before + text + after).utf8).base64EncodedString()
                let url = whole.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
                for form in [whole, url] {
                    let redacted = redactor.redact(form)
                    #expect(redacted.contains("****"), "\(form)")
                    // What is left tells at most the two characters that a group shares with what is around it.
                    #expect(
                        redacted.count <= Data((before + after).utf8).base64EncodedString().count + 4 + 4, "\(form) \(redacted)")
                }
            }
        }
    }

    @Test("the longer of two secrets goes as a whole")
    func longestFirst() {
        #expect(Redactor([Secret("abcd"), Secret("abcdefgh")]).redact("x abcdefgh y abcd z") == "x **** y **** z")
    }

    @Test("short secrets and other texts are left alone")
    func leftAlone() {
        #expect(Redactor([Secret("abc"), Secret("")]).redact("abc abc") == "abc abc")
        #expect(Redactor([Secret("canary")]).redact("canar ycanar") == "canar ycanar")
        #expect(Redactor.none.redact("anything") == "anything")
    }

    @Test("keys, members and numbers of values are looked at")
    func values() {
        let redactor = Redactor([Secret("canary"), Secret("123456789")])
        #expect(
            redactor.redact(["canary": ["a canary", 5, 123_456_789, true, nil], "n": 1.5]) == [
                "****": ["a ****", 5, "****", true, nil], "n": 1.5,
            ])
    }
}
