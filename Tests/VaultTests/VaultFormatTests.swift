import Diagnostics
import Testing
import WorkflowModel

@testable import Vault

@Suite("The vault file")
struct VaultFormatTests {
    @Test("what was sealed comes back")
    func roundTrip() throws {
        let vault = try SampleVault.open(SampleVault.text(try SampleVault.make()))
        #expect(try SampleVault.contents(vault) == SampleVault.expected)
        #expect(vault.document.type(of: "turkeysms") == "turkeysms")
        #expect(try vault.credential(CredentialName("nobody")) == nil)
    }

    @Test("names can be read in the text, values cannot")
    func namesOnly() throws {
        let text = SampleVault.text(try SampleVault.make())
        for name in ["iletimerkezi", "turkeysms", "api_key", "hash"] { #expect(text.contains(name)) }
        #expect(!text.contains("canary"))
    }

    @Test("the sealed form does not tell how long a short value is")
    func padded() throws {
        let lengths = try ["x", "1234", String(repeating: "y", count: 31)].map { value in
            var vault = try SampleVault.make()
            try vault.set("a", field: "b", to: Secret(value))
            return vault.document.entries["a"]?.fields["b"]?.sealed.count
        }
        #expect(Set(lengths).count == 1)
    }

    @Test("a change of one value changes its line and the seal, and no other")
    func smallDifference() throws {
        let before = SampleVault.text(try SampleVault.make())
        var vault = try SampleVault.open(before)
        try vault.set("turkeysms", field: "api_key", to: Secret("another"))
        let after = vault.finished().text
        let lines = zip(before.split(separator: "\n"), after.split(separator: "\n")).filter { $0.0 != $0.1 }.map { $0.1 }
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("      api_key: { version: 2,") == true)
        #expect(lines.last?.hasPrefix("seal: { revision: 2,") == true)
    }

    @Test("the same value again is no change")
    func sameValue() throws {
        var vault = try SampleVault.open(SampleVault.text(try SampleVault.make()))
        try vault.set("turkeysms", field: "api_key", to: Secret(SampleVault.values[2].value))
        #expect(!vault.isChanged)
        try vault.set("turkeysms", field: "api_key", to: Secret("other"))
        #expect(vault.isChanged)
    }

    @Test("names that YAML would take for something else keep their spelling")
    func wordsAsNames() throws {
        var vault = OpenVault(new: SampleVault.master)
        for name in ["null", "true", "No", "1", "0x1F", "a.b-c", "1e5", "_"] {
            try vault.set(name, field: name, to: Secret("value of \(name)"))
        }
        let read = try SampleVault.open(vault.finished().text)
        #expect(try SampleVault.contents(read) == SampleVault.contents(vault))
        #expect(read.document.names.count == 8)
    }

    @Test("names and values that cannot be kept are refused", arguments: ["", "a b", "ş", "../x", "-a", ".a", "a/b", "a\nb"])
    func badNames(_ name: String) throws {
        var vault = try SampleVault.make()
        let text = vault.document.text
        #expect(throws: VaultFailure.self) { try vault.set(name, field: "x", to: Secret("v")) }
        #expect(throws: VaultFailure.self) { try vault.set("x", field: name, to: Secret("v")) }
        #expect(vault.document.text == text)
    }

    @Test("empty, huge and binary values are refused, and leave the vault as it was")
    func badValues() throws {
        var vault = try SampleVault.make()
        let text = vault.document.text
        for value in [Secret(""), Secret(String(repeating: "x", count: 65537)), Secret(bytes: [0xFF, 0xFE])] {
            let failure = #expect(throws: VaultFailure.self) { try vault.set("a", field: "b", to: value) }
            #expect(failure?.code == "VT032")
        }
        #expect(vault.document.text == text)
    }

    @Test("rotating seals everything anew and keeps values, versions and names")
    func rotate() throws {
        let before = try SampleVault.open(SampleVault.text(try SampleVault.make()))
        var vault = before
        try vault.rotate(SampleVault.master)
        let after = try SampleVault.open(vault.finished().text)
        #expect(try SampleVault.contents(after) == SampleVault.expected)
        for (credential, field, _) in SampleVault.values {
            #expect(after.document.version(of: credential, field: field) == 1)
            #expect(
                after.document.entries[credential]?.fields[field]?.sealed
                    != before.document.entries[credential]?.fields[field]?.sealed)
        }
        #expect(after.document.key.wrapped != before.document.key.wrapped)
    }

    @Test("after a change of the master key only the new one opens the vault")
    func rekey() throws {
        var vault = try SampleVault.make()
        try vault.rotate(SampleVault.otherMaster)
        let text = vault.finished().text
        #expect(try SampleVault.contents(SampleVault.open(text, SampleVault.otherMaster)) == SampleVault.expected)
        #expect(SampleVault.refusal(text)?.map(\.code) == ["VT013"])
    }

    @Test("removing takes a field, and the credential with its last one")
    func remove() throws {
        var vault = try SampleVault.make()
        try vault.remove("iletimerkezi", field: "hash")
        #expect(vault.document.fieldNames(of: "iletimerkezi") == ["key"])
        try vault.remove("iletimerkezi", field: "key")
        #expect(vault.document.names == ["turkeysms"])
        #expect(throws: VaultFailure.self) { try vault.remove("iletimerkezi") }
        try vault.remove("turkeysms")
        let empty = try SampleVault.open(vault.finished().text)
        #expect(empty.document.names == [])
    }
}
