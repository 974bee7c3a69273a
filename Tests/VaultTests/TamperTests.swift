import Diagnostics
import Foundation
import Testing
import WorkflowModel

@testable import Vault

/// Somebody who can write the file, but has no key.
@Suite("A vault that was tampered with")
struct TamperTests {
    static let text: String = (try? SampleVault.make()).map(SampleVault.text) ?? ""
    static let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

    static func line(_ start: String) throws -> String {
        try #require(lines.first { $0.trimmingPrefix { $0 == " " }.hasPrefix(start) })
    }

    /// What stands between the quotes of `sealed: "..."`.
    static func sealed(_ line: String) throws -> Substring {
        let start = try #require(line.range(of: "sealed: \""))
        return line[start.upperBound...].prefix { $0 != "\"" }
    }

    /// One message of one finding, or all of them.
    static func messages(_ text: String) -> [String] {
        (SampleVault.refusal(text) ?? []).map { "\($0.code): \($0.message)" }
    }

    @Test("a value moved to another name is refused, and the message says which")
    func moved() throws {
        let key = try Self.sealed(Self.line("key: {"))
        let hash = try Self.sealed(Self.line("hash: {"))
        #expect(
            Self.messages(Self.text.replacing(hash, with: key)) == [
                "VT022: `iletimerkezi.hash` holds the sealed value of `iletimerkezi.key`"
            ])
        let swapped = Self.text.replacing(hash, with: "HASH").replacing(key, with: hash).replacing("HASH", with: key)
        #expect(
            Self.messages(swapped) == [
                "VT022: `iletimerkezi.hash` holds the sealed value of `iletimerkezi.key`",
                "VT022: `iletimerkezi.key` holds the sealed value of `iletimerkezi.hash`",
            ])
    }

    @Test("an old value put back is refused, and the message says which and where")
    func oldVersion() throws {
        var vault = try SampleVault.open(Self.text)
        try vault.set("turkeysms", field: "api_key", to: Secret("new"))
        let newText = vault.finished().text
        let newLine = try #require(newText.split(separator: "\n").first { $0.contains("api_key:") })
        let put = newText.replacing(newLine, with: try Self.line("api_key:"))
        let findings = try #require(SampleVault.refusal(put))
        #expect(findings.map(\.code) == ["VT023"])
        #expect(findings.first?.message == "`turkeysms.api_key` is version 1, but version 2 belongs here")
        let line = put.split(separator: "\n").firstIndex { $0.contains("api_key:") }
        #expect(findings.first?.location?.range.start.line == line.map { $0 + 1 })
    }

    @Test("an old value with the number of the new one is refused")
    func oldValueNewNumber() throws {
        var vault = try SampleVault.open(Self.text)
        try vault.set("turkeysms", field: "api_key", to: Secret("new"))
        let newText = vault.finished().text
        let newLine = try #require(newText.split(separator: "\n").first { $0.contains("api_key:") })
        let forged = try Self.line("api_key:").replacing("version: 1", with: "version: 2")
        #expect(
            Self.messages(newText.replacing(newLine, with: forged)) == [
                "VT021: `turkeysms.api_key` is not the value that was sealed last (version 2)"
            ])
    }

    @Test("an old version beside the new one is a name twice")
    func twice() throws {
        let line = try Self.line("api_key:")
        let doubled = Self.text.replacing(line, with: line + "\n" + line)
        #expect(SampleVault.refusal(doubled)?.map(\.code) == ["YAML030"])
    }

    @Test("a credential twice is refused")
    func credentialTwice() throws {
        let doubled = Self.text.replacing("  turkeysms:\n", with: "  iletimerkezi:\n")
        #expect(SampleVault.refusal(doubled)?.map(\.code) == ["YAML030"])
    }

    @Test("a value that was taken out or put in is named")
    func goneAndAdded() throws {
        let line = try Self.line("hash: {")
        #expect(
            Self.messages(Self.text.replacing(line + "\n", with: "")) == [
                "VT024: `iletimerkezi.hash` (version 1) is gone from the file"
            ])
        #expect(
            Self.messages(Self.text.replacing(line, with: line + "\n" + line.replacing("hash", with: "hash2"))) == [
                "VT022: `iletimerkezi.hash2` holds the sealed value of `iletimerkezi.hash`"
            ])
        #expect(
            Self.messages(Self.text.replacing("    type: \"turkeysms\"\n", with: "")) == [
                "VT024: the type of the credential `turkeysms` was changed in the file"
            ])
    }

    @Test("a value, header or seal of another vault is refused")
    func otherVault() throws {
        let other = SampleVault.text(try SampleVault.make(random: SampleVault.countingBytes(from: 99)))
        let otherLines = other.split(separator: "\n").map(String.init)
        func mixed(_ start: String) throws -> String {
            let line = try #require(otherLines.first { $0.trimmingPrefix { $0 == " " }.hasPrefix(start) })
            return Self.text.replacing(try Self.line(start), with: line)
        }
        #expect(SampleVault.refusal(try mixed("api_key:"))?.map(\.code) == ["VT021"])
        #expect(SampleVault.refusal(try mixed("wrapped:"))?.map(\.code) == ["VT014"])
        #expect(SampleVault.refusal(try mixed("seal:"))?.map(\.code) == ["VT020"])
        #expect(SampleVault.refusal(try mixed("id:"))?.map(\.code) == ["VT013"])
    }

    @Test("an unknown version of the format is refused with its number")
    func unknownFormat() {
        let findings = SampleVault.refusal(Self.text.replacing("ulak_vault: 1", with: "ulak_vault: 2"))
        #expect(findings?.map(\.code) == ["VT003"])
        #expect(findings?.first?.message == "this vault has format 2, and this version of Ulak reads format 1")
        #expect(SampleVault.refusal("name: hello\n")?.map(\.code) == ["VT004"])
        #expect(SampleVault.refusal("")?.map(\.code) == ["YAML020"])
    }

    @Test("another master key is refused as such")
    func wrongKey() {
        #expect(SampleVault.refusal(Self.text, SampleVault.otherMaster)?.map(\.code) == ["VT013"])
    }

    @Test("a file that ends early is refused, wherever it ends")
    func truncated() async throws {
        let bytes = Array(Self.text.utf8)
        for length in 0..<bytes.count {
            // Others live on the same threads.
            await Task.yield()
            do throws(VaultFailure) {
                let vault = try SampleVault.open(bytes: Array(bytes[..<length]))
                // Only the last line end says nothing.
                #expect(length == bytes.count - 1, "a file of \(length) bytes was taken")
                #expect((try? SampleVault.contents(vault)) == SampleVault.expected)
            } catch {
                #expect(!error.diagnostics.isEmpty)
            }
        }
    }

    @Test("a flipped bit, at every byte, is refused or means nothing", arguments: 0..<8)
    func flippedBit(_ shift: Int) async throws {
        let bytes = Array(Self.text.utf8)
        var same = 0
        for position in bytes.indices where position % 8 == shift {
            // Others live on the same threads.
            await Task.yield()
            for bit in [position / 8 % 8] {
                var changed = bytes
                changed[position] ^= 1 << UInt8(bit)
                let place = "bit \(bit) of byte \(position)"
                do throws(VaultFailure) {
                    let vault = try SampleVault.open(bytes: changed)
                    #expect((try? SampleVault.contents(vault)) == SampleVault.expected, "\(place)")
                    same += 1
                } catch {
                    #expect(!error.diagnostics.isEmpty, "\(place)")
                    for finding in error.diagnostics {
                        #expect(!finding.message.contains("canary"), "\(place)")
                    }
                }
            }
        }
        // The comment and a few spaces; anything beyond would be a place that nothing protects.
        #expect(same < 60, "\(same) flips were taken")
    }

    @Test("a comment, other spacing and other line ends change nothing")
    func harmless() throws {
        for text in [
            "# mine\n" + Self.text, Self.text.replacing("\n", with: "\r\n"), Self.text.replacing("{ version", with: "{  version"),
        ] {
            #expect(try SampleVault.contents(SampleVault.open(text)) == SampleVault.expected)
        }
    }

    @Test("after a merge, what differs is shown and accepted, but no value that cannot be opened")
    func accept() throws {
        try withTemporaryFolder { folder in
            var ours = try SampleVault.open(Self.text)
            try ours.set("turkeysms", field: "api_key", to: Secret("ours"))
            var theirs = try SampleVault.open(Self.text)
            try theirs.set("iletimerkezi", field: "key", to: Secret("theirs"))
            let theirText = theirs.finished().text
            let theirLine = try #require(theirText.split(separator: "\n").first { $0.contains(" key: {") })
            let merged = ours.finished().text.replacing(try Self.line("key: {"), with: theirLine)
            let file = VaultFile(path: folder + "/vault.yaml")
            try merged.write(toFile: file.path, atomically: false, encoding: .utf8)

            #expect(throws: VaultFailure.self) { try file.open { _ in SampleVault.master } }
            #expect(try file.differences(SampleVault.master, accept: false).map(\.code) == ["VT021"])
            #expect(throws: VaultFailure.self) { try file.open { _ in SampleVault.master } }
            #expect(try file.differences(SampleVault.master, accept: true).map(\.code) == ["VT021"])
            let vault = try file.open { _ in SampleVault.master }
            let contents = try SampleVault.contents(vault)
            #expect(contents["turkeysms.api_key"] == "ours")
            #expect(contents["iletimerkezi.key"] == "theirs")

            let swapped = vault.document.text.replacing("hash:", with: "other:")
            try swapped.write(toFile: file.path, atomically: false, encoding: .utf8)
            #expect(throws: VaultFailure.self) { try file.differences(SampleVault.master, accept: true) }
            #expect(try String(contentsOfFile: file.path, encoding: .utf8) == swapped)
        }
    }
}
