import Foundation
import Sandbox
import Testing
import Values

/// The built program and a vault of its own.
@Suite("ulak vault", .serialized)
struct VaultCommandTests {
    static func withVault(_ body: (Program) async throws -> Void) async throws {
        try await Program.withProgram { program in
            var program = program
            program.environment["HOME"] = program.folder.path
            program.environment["ULAK_VAULT_KEY_FILE"] = program.folder.appending(path: "vault.key").path
            let made = try await program.run("vault", "init")
            #expect(made.status == 0, "\(made.error)")
            try await body(program)
        }
    }

    static func file(_ program: Program) throws -> String {
        try String(contentsOf: program.folder.appending(path: "vault.yaml"), encoding: .utf8)
    }

    @Test("a value goes in by standard input or a file, is listed by name and comes out again")
    func setAndGet() async throws {
        try await Self.withVault { program in
            let set = try await program.run(
                "vault", "set", "turkeysms", "api_key", "--type", "turkeysms", "--stdin", input: "canary-1\n")
            #expect(set.status == 0)
            #expect(set.output == "")
            #expect(set.error == "Set `turkeysms.api_key`.\n")
            try program.write("canary-2", to: "value.txt")
            #expect(try await program.run("vault", "set", "shop", "secret", "--from-file", "value.txt").status == 0)
            let list = try await program.run("vault", "list")
            #expect(
                list.output == """
                    CREDENTIAL  TYPE       FIELDS
                    shop        -          secret
                    turkeysms   turkeysms  api_key

                    """)
            #expect(try await program.run("vault", "get", "turkeysms").output == "canary-1\n")
            #expect(try await program.run("vault", "get", "shop", "secret").output == "canary-2\n")
            #expect(!(try Self.file(program)).contains("canary"))
            #expect(try await program.run("vault", "remove", "shop").status == 0)
            let gone = try await program.run("vault", "get", "shop")
            #expect(gone.status == 2)
            #expect(gone.error.hasPrefix("error[VT031]: the vault has no credential `shop`\n"))
        }
    }

    @Test("failed commands leave the file as it was and end with status 2")
    func failures() async throws {
        try await Self.withVault { program in
            _ = try await program.run("vault", "set", "turkeysms", "api_key", "--stdin", input: "canary-1")
            let before = try Self.file(program)
            let cases: [([String], String, String)] = [
                (["init"], "", "error[VT005]"),
                (["set", "a", "b c", "--stdin"], "x", "error[VT030]"),
                (["set", "a", "b", "--stdin"], "", "error[VT032]"),
                (["set", "a", "b", "--from-file", "none"], "", "error: there is no file `none`"),
                (["set", "a", "--stdin"], "x", "error: nothing says which fields `a` has"),
                (["set", "a", "--type", "iletimerkezi", "--stdin"], "x", "error: one value, but 2 fields"),
                (
                    ["set", "a", "kee", "--type", "iletimerkezi", "--stdin"], "x",
                    "error: a credential for `iletimerkezi` has no field `kee`"
                ),
                (["set", "a", "--type", "turkeysm"], "", "error: there is no provider or node `turkeysm` with a credential"),
                (["remove", "turkeysms", "apikey"], "", "error[VT031]"),
                (["rotate", "--vault", "none.yaml"], "", "error[VT001]"),
            ]
            for (arguments, input, message) in cases {
                let result = try await program.run(["vault"] + arguments, input: input)
                #expect(result.status == 2, "\(arguments)")
                #expect(result.error.hasPrefix(message), "\(arguments): \(result.error)")
                #expect(try Self.file(program) == before, "\(arguments)")
            }
            var other = program
            other.environment["ULAK_VAULT_KEY"] = "ulakvk1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            for arguments in [
                ["rotate"], ["rekey", "--print-key"], ["set", "a", "b", "--stdin"], ["edit"], ["remove", "turkeysms"],
            ] {
                let result = try await other.run(["vault"] + arguments, input: "x")
                #expect(result.error.hasPrefix("error[VT013]"), "\(arguments): \(result.error)")
                #expect(result.output == "")
                #expect(try Self.file(program) == before)
            }
        }
    }

    @Test("two processes at once lose none of each other's values")
    func concurrent() async throws {
        try await Self.withVault { program in
            try await withThrowingTaskGroup(of: Int32.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        try await program.run("vault", "set", "c\(number)", "value", "--stdin", input: "canary-\(number)").status
                    }
                }
                for try await status in group { #expect(status == 0) }
            }
            let list = try Value(json: try await program.run("vault", "list", "--json").output)
            #expect(list.listValue?.count == 6)
        }
    }

    @Test("a new vault takes the key that is in the environment, so that it opens with it")
    func keyInEnvironment() async throws {
        try await Program.withProgram { program in
            var program = program
            program.environment["HOME"] = program.folder.path
            program.environment["ULAK_VAULT_KEY"] = "ulakvk1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            let made = try await program.run("vault", "init")
            #expect(made.status == 0)
            let set = try await program.run("vault", "set", "shop", "secret", "--stdin", input: "canary-1")
            #expect(set.status == 0, "\(set.error)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: program.folder.path) == ["vault.yaml"])
        }
    }

    @Test("after rekey the old key opens nothing, and the file of the key holds the new one")
    func rekey() async throws {
        try await Self.withVault { program in
            _ = try await program.run("vault", "set", "shop", "secret", "--stdin", input: "canary-1")
            let keyFile = program.folder.appending(path: "vault.key")
            let old = try String(contentsOf: keyFile, encoding: .utf8)
            #expect(try await program.run("vault", "rekey").status == 0)
            #expect(try String(contentsOf: keyFile, encoding: .utf8) != old)
            #expect(try FileManager.default.attributesOfItem(atPath: keyFile.path)[.posixPermissions] as? Int == 0o600)
            #expect(try await program.run("vault", "get", "shop").output == "canary-1\n")
            // A change that was broken off between the vault and the key file still opens.
            let new = try String(contentsOf: keyFile, encoding: .utf8)
            try FileManager.default.moveItem(atPath: keyFile.path, toPath: keyFile.path + ".new")
            try Data(old.utf8).write(to: keyFile)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keyFile.path)
            #expect(try await program.run("vault", "get", "shop").output == "canary-1\n")
            try FileManager.default.removeItem(atPath: keyFile.path + ".new")
            #expect(try await program.run("vault", "get", "shop").status == 2)
            var elsewhere = program
            elsewhere.environment["ULAK_VAULT_KEY"] = new
            elsewhere.environment["ULAK_VAULT_KEY_FILE"] = nil
            #expect(try await elsewhere.run("vault", "rekey").error.hasPrefix("error: the master key is in ULAK_VAULT_KEY"))
            let printed = try await elsewhere.run("vault", "rekey", "--print-key")
            elsewhere.environment["ULAK_VAULT_KEY"] = printed.output
            #expect(try await elsewhere.run("vault", "get", "shop").output == "canary-1\n")
        }
    }

    @Test("rotate changes every sealed value and keeps what it holds")
    func rotate() async throws {
        try await Self.withVault { program in
            _ = try await program.run("vault", "set", "shop", "secret", "--stdin", input: "canary-1")
            let before = try Self.file(program).split(separator: "\n").first { $0.contains("secret:") }
            #expect(try await program.run("vault", "rotate").status == 0)
            let after = try Self.file(program).split(separator: "\n").first { $0.contains("secret:") }
            #expect(before != after)
            #expect(try await program.run("vault", "get", "shop").output == "canary-1\n")
        }
    }

    @Test("edit seals what changed, and only that")
    func edit() async throws {
        try await Self.withVault { program in
            _ = try await program.run("vault", "set", "shop", "secret", "--stdin", input: "canary-1")
            _ = try await program.run("vault", "set", "shop", "other", "--stdin", input: "canary-2")
            let untouched = try Self.file(program).split(separator: "\n").first { $0.contains("other:") }
            var program = program
            // The editor also tells where it was called, and with which mode.
            program.environment["EDITOR"] = "sed -i.bak s/canary-1/canary-9/"
            program.environment["XDG_RUNTIME_DIR"] = program.folder.path
            let edited = try await program.run("vault", "edit")
            #expect(edited.error == "Changed `shop.secret`.\n")
            #expect(try await program.run("vault", "get", "shop", "secret").output == "canary-9\n")
            #expect(try Self.file(program).split(separator: "\n").first { $0.contains("other:") } == untouched)
            program.environment["EDITOR"] = "true"
            #expect(try await program.run("vault", "edit").error == "Nothing was changed.\n")
            let before = try Self.file(program)
            program.environment["EDITOR"] = "sh -c 'echo canary-unclosed: \\\" > $1; stat -c %a $1 $(dirname $1) >&2' sh"
            let broken = try await program.run("vault", "edit")
            #expect(broken.status == 2)
            #expect(broken.error.hasPrefix("600\n700\nerror[VT034]"), "\(broken.error)")
            #expect(!broken.error.contains("canary"))
            program.environment["EDITOR"] = "false"
            #expect(try await program.run("vault", "edit").error == "error: the editor ended with 1; nothing was changed\n")
            #expect(try Self.file(program) == before)
            let left = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
            #expect(left.sorted() == ["vault.key", "vault.yaml"])
        }
    }

    @Test("a value that somebody else changed while the editor was open is not written over")
    func editConflict() async throws {
        try await Self.withVault { program in
            _ = try await program.run("vault", "set", "shop", "secret", "--stdin", input: "canary-1")
            var program = program
            let ulak = Program.executablePath
            program.environment["EDITOR"] =
                "sh -c 'printf theirs | \(ulak) vault set shop secret --stdin; sed -i s/canary-1/mine/ $1' sh"
            let edited = try await program.run("vault", "edit")
            #expect(edited.status == 2)
            #expect(edited.error.contains("error[VT033]: `shop.secret` was changed by somebody else meanwhile"))
            #expect(try await program.run("vault", "get", "shop").output == "theirs\n")
        }
    }

    @Test("a pass-phrase makes a vault with parameters that cost something")
    func passphrase() async throws {
        try await Program.withProgram { program in
            var program = program
            program.environment["HOME"] = program.folder.path
            let short = try await program.run("vault", "init", "--passphrase", "--stdin", input: "short\n")
            #expect(short.error.hasPrefix("error: the pass-phrase is shorter than 12 characters"))
            let made = try await program.run("vault", "init", "--passphrase", "--stdin", input: "correct horse battery\n")
            #expect(made.status == 0)
            #expect(try Self.file(program).contains("scrypt: { n: 131072, r: 8, p: 1, "))
            program.environment["ULAK_VAULT_KEY"] = "correct horse battery"
            #expect(try await program.run("vault", "rotate").status == 0)
        }
    }

    // MARK: With workflows

    @Test("runs take their credentials from the vault, and check tells who needs what")
    func withWorkflows() async throws {
        try await Program.withSandboxedProgram { program, sandbox, _ in
            var program = program
            let copy = program.environment
            for name in copy.keys where name.hasPrefix("ULAK_CREDENTIAL_") { program.environment[name] = nil }
            program.environment["HOME"] = program.folder.path
            _ = try await program.run("vault", "init")
            try program.write(
                """
                name: hello
                triggers:
                  call: { uses: webhook, with: { path: /hello, auth: { bearer: { credential: shop-api } } } }
                steps:
                  greet:
                    uses: turkeysms.send_sms
                    credential: turkeysms
                    with: { sender: DEMOCO, to: "905550000001", text: Merhaba }
                  credit: { uses: iletimerkezi.get_balance, credential: iletimerkezi }
                """, to: "workflows/hello.yaml")
            _ = try await program.run(
                "vault", "set", "turkeysms", "api_key", "--type", "turkeysms", "--stdin", input: TurkeySMSAccount.defaultAPIKey)
            _ = try await program.run("vault", "set", "iletimerkezi", "key", "--stdin", input: IletiMerkeziAccount.defaultKey)
            _ = try await program.run("vault", "set", "old", "key", "--stdin", input: "canary")
            let missing = try await program.run("vault", "check")
            #expect(missing.status == 2)
            #expect(
                missing.output == """
                    CREDENTIAL    STATE       SOURCE                  NEEDED BY
                    iletimerkezi  lacks hash  the vault `vault.yaml`  hello
                    shop-api      missing     -                       hello
                    turkeysms     in order    the vault `vault.yaml`  hello
                    old           unused      the vault `vault.yaml`  -

                    """)
            let validated = try await program.run("validate", "--credentials")
            #expect(validated.status == 2)
            #expect(validated.error.contains("trigger `call`: the credential `shop-api` is not there"))
            #expect(validated.error.contains("step `credit`: the credential `iletimerkezi` lacks `hash`"))

            _ = try await program.run("vault", "set", "iletimerkezi", "hash", "--stdin", input: "wrong-hash")
            _ = try await program.run("vault", "set", "shop-api", "token", "--stdin", input: "canary")
            #expect(try await program.run("validate", "--credentials").status == 0)
            let live = try await program.run("vault", "check", "--live")
            #expect(live.status == 1)
            #expect(live.output.contains("turkeysms accepts it"))
            #expect(live.output.contains("iletimerkezi: key or hash is wrong"))
            #expect(await sandbox.inbox().isEmpty)

            _ = try await program.run("vault", "set", "iletimerkezi", "hash", "--stdin", input: IletiMerkeziAccount.defaultHash)
            #expect(try await program.run("vault", "check", "--live").status == 0)
            let run = try await program.run("run", "hello")
            #expect(run.status == 0, "\(run.error)")
            #expect(await sandbox.inbox().map(\.text) == ["Merhaba"])

            // Without the key, what needs no value still works, and a run says what is missing before it starts.
            program.environment["HOME"] = "/nowhere"
            #expect(try await program.run("validate", "--credentials").status == 0)
            let locked = try await program.run("run", "hello")
            #expect(locked.status == 2)
            #expect(locked.error.contains("error[VT042]: step `greet`: there is no master key for the vault (VT010)"))
        }
    }

    @Test("a source that is down does not stop a run before it starts: the step finds out, and says which")
    func sourceDown() async throws {
        try await Program.withSandboxedProgram { program, _, _ in
            var program = program
            program.environment["ULAK_CREDENTIAL_SOURCES"] = "hashicorp,environment"
            program.environment["VAULT_ADDR"] = "http://127.0.0.1:1"
            program.environment["VAULT_TOKEN"] = "canary-token"
            try program.write(
                """
                name: hello
                steps:
                  ask: { uses: turkeysms.get_balance, credential: turkeysms, retry: { attempts: 2, delay: 1ms } }
                """, to: "hello.yaml")
            let result = try await program.run("run", "hello.yaml", "--json")
            #expect(result.status == 1)
            let error = try Value(json: result.output)["error"]
            #expect(error?["class"] == "unavailable")
            #expect(error?["message"]?.stringValue?.contains("hashicorp (http://127.0.0.1:1) cannot be reached") == true)
            #expect(result.error.contains("warning[VT041]"))
            #expect(!(result.output + result.error).contains("canary"))
        }
    }
}
