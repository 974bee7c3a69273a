import Foundation
import Testing
import WorkflowModel

@testable import Vault

@Suite("Master keys")
struct MasterKeyTests {
    static func code<Value>(_ body: () throws(VaultFailure) -> Value) -> String? {
        do throws(VaultFailure) {
            _ = try body()
            return nil
        } catch { return error.code }
    }

    static var document: VaultDocument { (try? SampleVault.make().finished()) ?? OpenVault(new: .random()).finished() }

    @Test("a key's text is read back, with white space around it")
    func text() throws {
        let key = MasterKey.random()
        let text = key.text.reveal()
        #expect(text.hasPrefix("ulakvk1_"))
        let read = try MasterKey(text: Secret("  \(text)\r\n"), from: "a test")
        #expect(read.fingerprint(vault: "x") == key.fingerprint(vault: "x"))
        #expect(key.fingerprint(vault: "x") != key.fingerprint(vault: "y"))
    }

    @Test(
        "a text that is no key is refused without showing it",
        arguments: [
            "", "hunter22", "ulakvk1_", "ulakvk1_canary", "ulakvk2_" + String(repeating: "A", count: 43),
            "ulakvk1_" + String(repeating: "A", count: 42) + "B", "ulakvk1_" + String(repeating: "A", count: 44),
        ])
    func notAKey(_ text: String) {
        do throws(VaultFailure) {
            _ = try MasterKey(text: Secret(text), from: "a test")
            Issue.record("taken: \(text)")
        } catch {
            #expect(error.code == "VT012")
            #expect(!error.description.contains("hunter") && !error.description.contains("canary"))
        }
    }

    @Test("a key file that others can use is refused", arguments: [0o644, 0o640, 0o604, 0o660, 0o620, 0o610])
    func exposed(_ mode: Int) throws {
        try withTemporaryFolder { folder in
            let path = folder + "/key"
            try KeySources.writeKeyFile(SampleVault.master, to: path)
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
            #expect(try KeySources.keyFile(path)?.matches(SampleVault.master.text.reveal()) == true)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            #expect(Self.code { () throws(VaultFailure) in try KeySources.keyFile(path) } == "VT011")
        }
    }

    @Test("a key file is never written over")
    func notOverwritten() throws {
        try withTemporaryFolder { folder in
            try "mine".write(toFile: folder + "/key", atomically: false, encoding: .utf8)
            #expect(
                Self.code { () throws(VaultFailure) in try KeySources.writeKeyFile(.random(), to: folder + "/key") } == "VT005")
            #expect(try String(contentsOfFile: folder + "/key", encoding: .utf8) == "mine")
        }
    }

    @Test("the key is taken from the variable, the named file, systemd and the configuration folder, in this order")
    func order() throws {
        try withTemporaryFolder { folder in
            let document = Self.document
            func fingerprint(_ environment: [String: String]) throws -> String {
                try KeySources(environment: environment).master(document).fingerprint(vault: "x")
            }
            let keys = (0..<4).map { _ in MasterKey.random() }
            var environment = ["HOME": folder]
            let home = KeySources(environment: environment).keyFile(vault: document.vaultID)
            #expect(home == "\(folder)/.config/ulak/\(document.vaultID).key")
            try KeySources.writeKeyFile(keys[0], to: home)
            #expect(try fingerprint(environment) == keys[0].fingerprint(vault: "x"))

            environment["CREDENTIALS_DIRECTORY"] = folder + "/systemd"
            try KeySources.writeKeyFile(keys[1], to: folder + "/systemd/ulak-vault-key")
            #expect(try fingerprint(environment) == keys[1].fingerprint(vault: "x"))
            // systemd gives its files to root with a mode of 0440.
            try FileManager.default.setAttributes([.posixPermissions: 0o440], ofItemAtPath: folder + "/systemd/ulak-vault-key")
            #expect(try fingerprint(environment) == keys[1].fingerprint(vault: "x"))

            try KeySources.writeKeyFile(keys[2], to: folder + "/named.key")
            environment["ULAK_VAULT_KEY_FILE"] = folder + "/named.key"
            #expect(try fingerprint(environment) == keys[2].fingerprint(vault: "x"))

            environment["ULAK_VAULT_KEY"] = keys[3].text.reveal()
            #expect(try fingerprint(environment) == keys[3].fingerprint(vault: "x"))
        }
    }

    @Test("without a key the message says where to put one")
    func missing() throws {
        try withTemporaryFolder { folder in
            do throws(VaultFailure) {
                _ = try KeySources(environment: ["HOME": folder]).master(Self.document)
                Issue.record("a key was found")
            } catch {
                #expect(error.code == "VT010")
                #expect(error.diagnostics[0].help.joined().contains("ULAK_VAULT_KEY_FILE"))
            }
            #expect(
                Self.code { () throws(VaultFailure) in
                    try KeySources(environment: ["ULAK_VAULT_KEY_FILE": folder + "/none"]).master(Self.document)
                } == "VT010")
        }
    }

    // MARK: Pass-phrases

    static func small(_ salt: UInt8 = 7) throws -> ScryptParameters {
        try #require(ScryptParameters(n: 1024, r: 8, p: 1, salt: [UInt8](repeating: salt, count: 16)))
    }

    @Test("a pass-phrase opens the vault that was made with it, and no other does")
    func passphrase() throws {
        let master = try MasterKey(passphrase: Secret("correct horse"), parameters: Self.small())
        let text = SampleVault.text(try SampleVault.make(master))
        #expect(text.contains("scrypt: { n: 1024, r: 8, p: 1, salt: \"BwcHBw"))
        let document = try VaultDocument(bytes: Array(text.utf8), path: "vault.yaml")
        let found = try KeySources(environment: ["ULAK_VAULT_KEY": "correct horse"]).master(document)
        #expect(try SampleVault.contents(OpenVault(document, found)) == SampleVault.expected)
        let wrong = try KeySources(environment: ["ULAK_VAULT_KEY": "wrong horse"]).master(document)
        #expect(SampleVault.refusal(text, wrong)?.map(\.code) == ["VT013"])
        let asked = try KeySources(environment: ["HOME": "/nowhere"], ask: { Secret("correct horse") }).master(document)
        #expect(try SampleVault.contents(OpenVault(document, asked)) == SampleVault.expected)
    }

    @Test("a new vault takes no parameters below 64 MiB")
    func weakParameters() throws {
        #expect(
            Self.code { () throws(VaultFailure) in
                try MasterKey(newPassphrase: Secret("x"), parameters: try Self.weak())
            } == "VT015")
        let recommended = try #require(ScryptParameters.recommended(salt: [UInt8](repeating: 0, count: 16)))
        #expect(recommended.memory >= 64 << 20)
    }

    static func weak() throws(VaultFailure) -> ScryptParameters {
        guard let parameters = ScryptParameters(n: 1 << 15, r: 8, p: 1, salt: [UInt8](repeating: 1, count: 16)) else {
            throw VaultFailure(.malformed, "unreachable")
        }
        return parameters
    }

    @Test(
        "a file whose parameters would take all memory is refused",
        arguments: ["n: 1073741824", "n: 1000", "n: 1", "n: 0", "n: -1024", "n: 1024, r: 1048576", "n: 1024, r: 8, p: 100000"])
    func hugeParameters(_ parameters: String) throws {
        let master = try MasterKey(passphrase: Secret("x"), parameters: Self.small())
        let text = SampleVault.text(try SampleVault.make(master))
        let rest = ["n: 1024", "r: 8", "p: 1"].filter { part in !parameters.contains(part.prefix(2)) }
        let changed = text.replacing("n: 1024, r: 8, p: 1", with: ([parameters] + rest).joined(separator: ", "))
        #expect(SampleVault.refusal(changed, master)?.map(\.code) == ["VT015"])
    }
}
