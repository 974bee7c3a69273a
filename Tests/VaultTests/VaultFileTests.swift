import Foundation
import Synchronization
import Testing
import WorkflowModel

@testable import Vault

@Suite("A vault on disk")
struct VaultFileTests {
    struct Crash: Error {}

    static func withVault(_ body: (VaultFile) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let file = VaultFile(path: folder + "/vault.yaml")
            try file.create(try SampleVault.make(), SampleVault.master)
            try body(file)
        }
    }

    static func bytes(_ file: VaultFile) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: file.path)) }

    @Test("a crash at any step of a change leaves the old vault or the new one", arguments: DurableFile.Step.allCases)
    func crash(_ step: DurableFile.Step) throws {
        try Self.withVault { file in
            let old = try Self.bytes(file)
            var crashing = file
            crashing.before = { if $0 == step { throw Crash() } }
            #expect(throws: VaultFailure.self) {
                try crashing.update(SampleVault.master) { (vault: inout OpenVault) throws(VaultFailure) in
                    try vault.rotate(SampleVault.master)
                }
            }
            let left = try Self.bytes(file)
            #expect((left == old) == (step != .flushFolder), "the step after the renaming leaves the new vault")
            let vault = try file.open { _ in SampleVault.master }
            #expect(try SampleVault.contents(vault) == SampleVault.expected)

            // The next writer goes on as if nothing had been, and takes away what was left.
            try file.update(SampleVault.master) { (vault: inout OpenVault) throws(VaultFailure) in
                try vault.set("turkeysms", field: "api_key", to: Secret("later"))
            }
            #expect(try file.open { _ in SampleVault.master }.value(of: "turkeysms", field: "api_key")?.reveal() == "later")
            let folder = (file.path as NSString).deletingLastPathComponent
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["vault.yaml"])
        }
    }

    @Test("a change that fails leaves the file as it was")
    func failedChange() throws {
        try Self.withVault { file in
            let old = try Self.bytes(file)
            #expect(throws: VaultFailure.self) {
                try file.update(SampleVault.master) { (vault: inout OpenVault) throws(VaultFailure) in
                    try vault.set("turkeysms", field: "api_key", to: Secret("new"))
                    try vault.set("turkeysms", field: "not a name", to: Secret("new"))
                }
            }
            #expect(throws: VaultFailure.self) {
                try file.update(SampleVault.otherMaster) { (vault: inout OpenVault) throws(VaultFailure) in
                    try vault.set("turkeysms", field: "api_key", to: Secret("new"))
                }
            }
            let failure = #expect(throws: VaultFailure.self) { try file.create(try SampleVault.make(), SampleVault.master) }
            #expect(failure?.code == "VT005")
            #expect(try Self.bytes(file) == old)
        }
    }

    @Test("writers at the same time lose none of each other's changes")
    func concurrentWriters() async throws {
        try await inTemporaryFolder { folder in
            let file = VaultFile(path: folder + "/vault.yaml")
            try file.create(try SampleVault.make(), SampleVault.master)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        try file.update(SampleVault.master) { (vault: inout OpenVault) throws(VaultFailure) in
                            try vault.set("writer-\(writer)", field: "value", to: Secret("\(writer)"))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let vault = try file.open { _ in SampleVault.master }
            #expect(vault.document.names.count == 10)
            #expect(vault.document.revision == 9)
        }
    }

    @Test("the mode of the file and a link to it stay")
    func modeAndLink() throws {
        try withTemporaryFolder { folder in
            let real = folder + "/real.yaml"
            try VaultFile(path: real).create(try SampleVault.make(), SampleVault.master)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: real)
            try FileManager.default.createSymbolicLink(atPath: folder + "/vault.yaml", withDestinationPath: "real.yaml")
            try VaultFile(path: folder + "/vault.yaml").update(SampleVault.master) {
                (vault: inout OpenVault) throws(VaultFailure) in
                try vault.remove("turkeysms")
            }
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/vault.yaml") == "real.yaml")
            #expect(try FileManager.default.attributesOfItem(atPath: real)[.posixPermissions] as? Int == 0o640)
            #expect(try VaultFile(path: real).read().names == ["iletimerkezi"])
        }
    }

    @Test("a vault that is not there, a folder and a file without permission say what they are")
    func unreadable() throws {
        try withTemporaryFolder { folder in
            func code(_ path: String) -> String? {
                do throws(VaultFailure) {
                    _ = try VaultFile(path: path).read()
                    return nil
                } catch { return error.code }
            }
            #expect(code(folder + "/none.yaml") == "VT001")
            #expect(code(folder) == "VT002")
            #expect(code("/proc/self/mem") == "VT002")
        }
    }
}
