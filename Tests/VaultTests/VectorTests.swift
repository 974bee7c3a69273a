import Crypto
import Foundation
import Testing
import Values
import WorkflowModel

@testable import Vault

/// Files that any reader of the format must open. `ULAK_RECORD=1` writes them anew, with the same random bytes.
@Suite("The vectors of the vault format")
struct VectorTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Vectors")
    static let passphrase = "Doğru at pil zımba"

    static func master(_ name: String) throws -> MasterKey {
        if name == "key" { return SampleVault.master }
        let salt = (0..<16).map { UInt8(0xA0 + $0) }
        let parameters = try #require(ScryptParameters(n: 16384, r: 8, p: 1, salt: salt))
        return try MasterKey(passphrase: Secret(passphrase), parameters: parameters)
    }

    @Test("each vector opens with its key and holds its values", arguments: ["key", "passphrase"])
    func vector(_ name: String) throws {
        let master = try Self.master(name)
        var vault = try SampleVault.make(master)
        try vault.set("shop", field: "long", to: Secret(String(repeating: "ğ", count: 200)))
        vault = try OpenVault(
            VaultDocument(bytes: Array(vault.finished().text.utf8), path: ""), master,
            random: SampleVault.countingBytes(from: 1000))
        try vault.set("turkeysms", field: "api_key", to: Secret("changed once"))
        let text = vault.finished().text
        let expected: Value = [
            "master_key": .string(master.text.reveal()), "passphrase": name == "key" ? nil : .string(Self.passphrase),
            "values": .object(
                ValueObject(try SampleVault.contents(vault).sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
        ]
        let file = Self.folder.appending(path: "\(name).yaml"), answers = Self.folder.appending(path: "\(name).json")
        if ProcessInfo.processInfo.environment["ULAK_RECORD"] != nil {
            try Data(text.utf8).write(to: file)
            try Data((expected.jsonText(.indented) + "\n").utf8).write(to: answers)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "what is written stays the same, byte for byte")
        let known = try JSONReader().read(Array(try Data(contentsOf: answers)))
        #expect(known == expected)
        let document = try VaultFile(path: file.path).read()
        let key = try KeySources.master(
            Secret(known[name == "key" ? "master_key" : "passphrase"]?.stringValue ?? ""), from: "vector", for: document)
        #expect(try SampleVault.contents(OpenVault(document, key)) == SampleVault.contents(vault))
    }
}
