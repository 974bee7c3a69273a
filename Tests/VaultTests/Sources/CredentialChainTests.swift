import Foundation
import RunEngine
import Synchronization
import TestKit
import Testing
import WorkflowModel

@testable import Vault

@Suite("Sources of credentials")
struct CredentialChainTests {
    static let name = CredentialName("shop")

    struct Down: CredentialInventory {
        var title: String { "a server" }
        func credential(_ name: CredentialName) async throws(CredentialError) -> Credential? {
            throw CredentialError(.unavailable, message: "a server is down")
        }
    }

    static func value(_ source: any CredentialSource, _ name: CredentialName = name) async throws -> String? {
        try await source.credential(name)?.fields["key"]?.reveal()
    }

    static func code(_ source: any CredentialSource) async -> CredentialError.Code? {
        do throws(CredentialError) {
            _ = try await source.credential(name)
            return nil
        } catch { return error.code }
    }

    static func environment(_ value: String) -> EnvironmentCredentials {
        EnvironmentCredentials(["ULAK_CREDENTIAL_SHOP_KEY": value])
    }

    @Test("the first source that has the credential gives it")
    func order() async throws {
        let chain = CredentialChain([EnvironmentCredentials([:]), Self.environment("one"), Self.environment("two"), Down()])
        #expect(try await Self.value(chain) == "one")
        #expect(try await chain.place(of: Self.name)?.source.title == "the environment")
        #expect(try await CredentialChain([EnvironmentCredentials([:])]).credential(Self.name) == nil)
    }

    @Test("of two credentials to which a variable could belong, the one with the longer name has it when a plan names it")
    func ambiguity() async throws {
        let source = EnvironmentCredentials([
            "ULAK_CREDENTIAL_SHOP_TOKEN": "one", "ULAK_CREDENTIAL_SHOP_ADMIN_TOKEN": "two", "ULAK_CREDENTIAL_SHOP_ADMIN": "three",
        ])
        let chain = CredentialChain([source])
        #expect(try await chain.fieldNames(of: CredentialName("shop")) == ["token", "admin_token", "admin"])
        chain.declare([CredentialName("shop")])
        #expect(try await chain.fieldNames(of: CredentialName("shop")) == ["token", "admin_token", "admin"])
        chain.declare([CredentialName("shop-admin")])
        #expect(try await chain.fieldNames(of: CredentialName("shop")) == ["token", "admin"])
        #expect(try await chain.fieldNames(of: CredentialName("shop-admin")) == ["token"])
        #expect(try await chain.credential(CredentialName("shop-admin"))?.fields["token"]?.reveal() == "two")
        // A plan may add names; those that were said before stay.
        chain.declare([CredentialName("shop-admin-token")])
        #expect(try await chain.fieldNames(of: CredentialName("shop")) == ["token", "admin"])
    }

    @Test("a source that is down is no missing credential, and no later source stands in for it")
    func down() async throws {
        #expect(await Self.code(CredentialChain([Down(), Self.environment("older")])) == .unavailable)
    }

    @Test("a run gets only the credentials that its plan names")
    func scope() async throws {
        let plan = Plan.of([.of("a", credential: "bank")], onFailure: [.of("b", credential: "alarm")])
        let all = EnvironmentCredentials([
            "ULAK_CREDENTIAL_SHOP_KEY": "one", "ULAK_CREDENTIAL_BANK_KEY": "two", "ULAK_CREDENTIAL_ALARM_KEY": "three",
        ])
        let scoped = ScopedCredentials(all, plan: plan)
        #expect(await Self.code(scoped) == .refused)
        #expect(try await Self.value(scoped, CredentialName("bank")) == "two")
        #expect(try await Self.value(scoped, CredentialName("alarm")) == "three")
    }

    // MARK: Files

    @Test("fields are files in a folder of the credential's, or files with its name in front")
    func folder() async throws {
        try await inTemporaryFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/shop", withIntermediateDirectories: true)
            func write(_ text: String, _ path: String) throws {
                try Data(text.utf8).write(to: URL(fileURLWithPath: folder + path))
            }
            try write("one\n", "/shop/key")
            try write("two\r\n", "/shop/hash")
            try write("hidden", "/shop/..data")
            try write("", "/shop/empty")
            try write("three\n\n", "/bank.key")
            try write("four", "/bank.a.b")
            let source = FolderCredentials(folder: folder)
            let shop = try await source.credential(Self.name)?.fields.mapValues { $0.reveal() }
            #expect(shop == ["key": "one", "hash": "two"])
            #expect(try await source.fieldNames(of: Self.name) == ["key", "hash"])
            let bank = try await source.credential(CredentialName("bank"))?.fields.mapValues { $0.reveal() }
            #expect(bank == ["key": "three\n"])
            for name in ["nobody", "../shop", "shop/key", ".", ""] {
                #expect(try await source.credential(CredentialName(name)) == nil, "\(name)")
            }
        }
    }

    @Test("a folder that is not mounted is down, not empty")
    func folderGone() async throws {
        #expect(await Self.code(FolderCredentials(folder: "/nowhere/secrets")) == .unavailable)
    }

    // MARK: Vault

    @Test("the vault is read again when it has changed, and its key is asked for once, when a value is needed")
    func vault() async throws {
        try await inTemporaryFolder { folder in
            let file = VaultFile(path: folder + "/vault.yaml")
            try file.create(try SampleVault.make(), SampleVault.master)
            let asked = Mutex(0)
            let source = VaultCredentials(path: file.path, isRequired: true) { _ in
                asked.withLock { $0 += 1 }
                return SampleVault.master
            }
            let turkeysms = CredentialName("turkeysms")
            #expect(try await source.fieldNames(of: turkeysms) == ["api_key"])
            #expect(try await source.credential(Self.name) == nil)
            #expect(asked.withLock { $0 } == 0)
            #expect(try await source.credential(turkeysms)?.fields["api_key"]?.reveal().hasPrefix("canary-0123") == true)
            try file.update(SampleVault.master) { (vault: inout OpenVault) throws(VaultFailure) in
                try vault.set("turkeysms", field: "api_key", to: Secret("changed"))
            }
            #expect(try await source.credential(turkeysms)?.fields["api_key"]?.reveal() == "changed")
            #expect(asked.withLock { $0 } == 1)
        }
    }

    @Test("a vault that is not there holds nothing, unless somebody named it")
    func noVault() async throws {
        let path = "/nowhere/vault.yaml"
        #expect(
            try await VaultCredentials(path: path, isRequired: false) { _ in SampleVault.master }.credential(Self.name) == nil)
        #expect(await Self.code(VaultCredentials(path: path, isRequired: true) { _ in SampleVault.master }) == .damaged)
    }

    @Test("a wrong key is a refusal")
    func wrongKey() async throws {
        try await inTemporaryFolder { folder in
            let file = VaultFile(path: folder + "/vault.yaml")
            var vault = try SampleVault.make()
            try vault.set("shop", field: "key", to: Secret("x"))
            try file.create(vault, SampleVault.master)
            #expect(
                await Self.code(VaultCredentials(path: file.path, isRequired: true) { _ in SampleVault.otherMaster }) == .refused)
        }
    }

    // MARK: Settings

    @Test("the order comes from the configuration")
    func settings() throws {
        #expect(try CredentialSettings(environment: [:]).order == [.environment, .files, .vault])
        #expect(try CredentialSettings.order("vault, environment") == [.vault, .environment])
        for (text, environment) in [
            ("vaul", [:]), ("vault,vault", [:]), (",", [:]), ("hashicorp", [:]), ("hashicorp", ["VAULT_ADDR": "https://v"]),
            ("hashicorp", ["VAULT_ADDR": "v", "VAULT_TOKEN": "t"]),
            ("hashicorp", ["VAULT_ADDR": "https://v", "ULAK_HASHICORP_ROLE_ID": "r"]),
        ] {
            let failure = #expect(throws: VaultFailure.self) {
                try CredentialSettings(environment: environment.merging(["ULAK_CREDENTIAL_SOURCES": text]) { $1 })
            }
            #expect(failure?.code == "VT040", "\(text)")
        }
        let hashicorp = try CredentialSettings(environment: [
            "ULAK_CREDENTIAL_SOURCES": "hashicorp", "VAULT_ADDR": "https://v/", "VAULT_TOKEN": "t", "VAULT_NAMESPACE": "n",
            "ULAK_HASHICORP_PREFIX": "/team/", "ULAK_HASHICORP_MOUNT": "kv",
        ]).hashicorp
        #expect(hashicorp?.address == "https://v")
        #expect(hashicorp?.namespace == "n")
        #expect(hashicorp?.prefix == "team")
        #expect(hashicorp?.mount == "kv")
    }
}
