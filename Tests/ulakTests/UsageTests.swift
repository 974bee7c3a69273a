import Foundation
import Testing
import Values

@Suite("The command line")
struct UsageTests {
    @Test("the version goes to standard output")
    func version() async throws {
        try await Program.withProgram { program in
            let result = try await program.run("--version")
            #expect(result.status == 0)
            #expect(result.output == "ulak 0.1.0\n")
        }
    }

    @Test("bad usage ends with 2 and says what would be right")
    func badUsage() async throws {
        try await Program.withProgram { program in
            for arguments in [
                ["run"], ["run", "a", "--fast"], ["runs", "list", "--limit", "0"], ["sandbox", "inbox", "--port", "x"],
            ] {
                let result = try await program.run(arguments)
                #expect(result.status == 2, "\(arguments)")
                #expect(result.output == "", "\(arguments)")
                #expect(result.error.hasPrefix("Error: "), "\(arguments)")
            }
        }
    }

    @Test("a mistyped command names the one that was meant")
    func mistyped() async throws {
        try await Program.withProgram { program in
            let run = try await program.run("rn", "workflows/a.yaml")
            #expect(run.status == 2)
            #expect(run.error == "error: `ulak` has no command `rn`\n  = help: did you mean `ulak run`?\n")
            let list = try await program.run("runs", "lst")
            #expect(list.status == 2)
            #expect(list.error.contains("did you mean `ulak runs list`?"))
            let far = try await program.run("vault", "frobnicate")
            #expect(far.error.contains("there are `init`, `set`"))
            #expect(try await program.run("help", "run").status == 0)
        }
    }

    @Test("explain prints the page of a code, and lists all codes without one")
    func explain() async throws {
        let folder = Program.repository.appending(path: "docs/errors")
        let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "README.md" }.sorted()
        try await Program.withProgram { program in
            let list = try await program.run("explain")
            let lines = list.output.split(separator: "\n").map { String($0.prefix { $0 != " " }) + ".md" }
            #expect(lines == pages)
            for page in [pages[0], "WF012.md", "YAML070.md"] {
                let result = try await program.run("explain", String(page.dropLast(3)).lowercased())
                #expect(result.status == 0)
                #expect(result.output == (try String(contentsOf: folder.appending(path: page), encoding: .utf8)))
            }
            #expect(try await program.run("explain", "error[WF012]").output.hasPrefix("# WF012"))
            let unknown = try await program.run("explain", "WF01")
            #expect(unknown.status == 2)
            #expect(unknown.error.contains("there is no code `WF01`"))
        }
    }

    @Test("schema prints a schema of each kind of file, with the nodes of the project")
    func schema() async throws {
        try await Program.withProgram { program in
            for (kind, title) in [
                ("workflow", "Ulak workflow"), ("node", "Ulak node"), ("provider", "Ulak provider"),
                ("configuration", "Ulak configuration"),
            ] {
                let result = try await program.run("schema", kind)
                #expect(result.status == 0, "\(result.error)")
                #expect(try Value(json: result.output)["title"]?.stringValue == title)
            }
            let provider =
                "provider: acme\ntitle: Acme\nsummary: S\nbase_url: http://127.0.0.1\nresponse: { success: 'true', code: '0', message: '\"\"' }\n"
            try program.write(provider, to: "nodes/acme/provider.yaml")
            let node =
                "node: acme.ping\ntitle: Ping\nsummary: S\nkind: action\neffect: read\nrequest: { method: GET, path: / }\nparameters: { loud: { type: boolean, required: true, help: H } }\n"
            try program.write(node, to: "nodes/acme/ping.yaml")
            let own = try await program.run("schema")
            #expect(own.status == 0, "\(own.error)")
            let with = try Value(json: own.output)["definitions"]?["with acme.ping"]
            #expect(with?["required"] == ["loud"])
            try program.write(node.replacing("boolean", with: "bolean"), to: "nodes/acme/ping.yaml")
            let broken = try await program.run("schema")
            #expect(broken.status == 2)
            #expect(broken.output == "")
        }
    }

    @Test(
        "help reads well and goes to standard output",
        arguments: [
            ["--help"], ["run", "--help"], ["validate", "--help"], ["nodes", "show", "--help"], ["runs", "--help"],
            ["sandbox", "--help"],
            ["eval", "--help"],
        ])
    func help(arguments: [String]) async throws {
        try await Program.withProgram { program in
            let result = try await program.run(arguments)
            #expect(result.status == 0)
            #expect(result.error == "")
            #expect(result.output.contains("USAGE: ulak"))
        }
    }

    @Test("validate writes findings for people, for editors and as JSON")
    func validateFormats() async throws {
        try await Program.withProgram { program in
            try program.write("name: a\nsteps: { n: { uses: lok, with: { message: Hello } } }", to: "flows/a.yaml")
            try program.write("name: b\nsteps: { n: { uses: log, with: { message: Hello } } }", to: "flows/b.yaml")
            let text = try await program.run("validate", "flows")
            #expect(text.status == 2)
            #expect(
                text.error == """
                    error[WF010]: step `n` uses unknown node `lok`
                     --> flows/a.yaml:2:21
                    2 | steps: { n: { uses: lok, with: { message: Hello } } }
                      |                     ^^^ did you mean `log`?

                    2 files: 1 not in order

                    """)
            let plain = try await program.run("validate", "flows", "--format", "plain")
            #expect(plain.output == "flows/a.yaml:2:21: error[WF010]: step `n` uses unknown node `lok`; did you mean `log`?\n")
            let json = try await program.run("validate", "flows", "--format", "json")
            #expect(
                try Value(json: json.output) == [
                    "code": "WF010", "severity": "error", "message": "step `n` uses unknown node `lok`", "file": "flows/a.yaml",
                    "line": 2, "column": 21, "end_line": 2, "end_column": 24, "label": "did you mean `log`?",
                ])
            let good = try await program.run("validate", "flows/b.yaml")
            #expect(good.status == 0)
            #expect(good.error == "1 file: in order\n")
        }
    }

    @Test("nodes list and show explain what there is")
    func nodes() async throws {
        try await Program.withProgram { program in
            let list = try await program.run("nodes", "list")
            #expect(list.status == 0)
            #expect(list.output.contains("turkeysms.send_sms"))
            let shown = try await program.run("nodes", "show", "fail")
            #expect(
                shown.output == """
                    fail  Fail on purpose
                    Ends the step as failed, with a message of your own.

                    Parameters
                      message: text  (required)
                          Why.
                      code: text  (default fail)
                          The code of the failure, as `steps.x.error.code` shows it.
                      class: text  (default input; one of input, config, credential, balance, rate_limited, unavailable, duplicate, done_already)
                          The class of the failure. `rate_limited` and `unavailable` are tried again.

                    Example
                      steps:
                        fail:
                          uses: fail
                          with:
                            message: "The order has no phone number."

                    """)
            let unknown = try await program.run("nodes", "show", "turkeysms.sendsms")
            #expect(unknown.status == 2)
            #expect(
                unknown.error == """
                    error: there is no node `turkeysms.sendsms`; did you mean `turkeysms.send_sms`?
                      = help: `ulak nodes list` shows every node

                    """)
        }
    }

    @Test("nodes test runs what the manifests promise")
    func nodesTest() async throws {
        try await Program.withProgram { program in
            let result = try await program.run("nodes", "test", "iletimerkezi.add_to_blacklist")
            #expect(result.status == 0)
            #expect(
                result.output == """
                    ✓ iletimerkezi.add_to_blacklist: a number is blocked
                    ✓ iletimerkezi.add_to_blacklist: a number that is none
                    2 passed, 0 failed

                    """)
        }
    }

    @Test("eval gives the value as JSON, or the mistake with its place")
    func eval() async throws {
        try await Program.withProgram { program in
            let sum = try await program.run(
                "eval", "items.map(i, i.n * 2)", "--data", "-", input: #"{"items": [{"n": 1}, {"n": 2}]}"#)
            #expect(sum.output == "[\n  2,\n  4\n]\n")
            let text = try await program.run("eval", "--template", "Dear ${{ name }}", "--data", "-", input: #"{"name": "Ayşe"}"#)
            #expect(text.output == "\"Dear Ayşe\"\n")
            let wrong = try await program.run("eval", "nam", "--data", "-", input: #"{"name": "Ayşe"}"#)
            #expect(wrong.status == 2)
            #expect(wrong.error.contains("did you mean `name`?"))
            let missing = try await program.run("eval", "data.x", "--data", "-", input: #"{"name": "Ayşe"}"#)
            #expect(missing.status == 1)
            #expect(missing.error.hasPrefix("error[EXPR020]"))
            #expect(!missing.error.contains("Ayşe"))
        }
    }

    @Test("cron next lists instants with the reason for odd ones")
    func cronNext() async throws {
        try await Program.withProgram { program in
            let result = try await program.run(
                "cron", "next", "30 2 * * *", "--timezone", "Europe/Berlin", "--after", "2030-03-30T12:00:00Z", "--count", "2")
            #expect(result.status == 0)
            #expect(
                result.output == """
                    2030-03-31T03:00:00+02:00  made up after the gap of 31 March 2030: the clock goes from 02:00 to 03:00, and 02:30 does not exist
                    2030-04-01T02:30:00+02:00

                    """)
            let wrong = try await program.run("cron", "next", "0 25 * * *")
            #expect(wrong.status == 2)
            #expect(wrong.error.contains("`25` is out of range for the hour"))
        }
    }
}

@Suite("The pages of nodes")
struct NodeDocsTests {
    @Test("docs/nodes/ is what the manifests say; `make docs` writes it anew")
    func upToDate() async throws {
        try await Program.withProgram { program in
            #expect(try await program.run("nodes", "docs", "pages").status == 0)
            let manager = FileManager.default
            let written = program.folder.appending(path: "pages")
            let kept = Program.repository.appending(path: "docs/nodes")
            let names = try manager.contentsOfDirectory(atPath: written.path).sorted()
            #expect(try manager.contentsOfDirectory(atPath: kept.path).sorted() == names)
            for name in names {
                let new = try String(contentsOf: written.appending(path: name), encoding: .utf8)
                #expect(try String(contentsOf: kept.appending(path: name), encoding: .utf8) == new, "\(name)")
            }
        }
    }

    @Test("sms count shows what a setting makes of a text, what forces the dearer encoding and where, and what would be cheaper")
    func smsCount() async throws {
        try await Program.withProgram { program in
            let text = "Ali’nin siparişi “hazır”. " + String(repeating: "a", count: 60)
            let result = try await program.run("sms", "count", text)
            #expect(result.status == 0)
            #expect(
                result.output == """
                    PROVIDER      SETTING             ENCODING  UNITS         PARTS
                    iletimerkezi  English mode        UCS-2     91 = 67 + 24  2
                    iletimerkezi  full characters     UCS-2     91 = 67 + 24  2
                    turkeysms     language: standard  UCS-2     86 = 67 + 19  2
                    turkeysms     language: turkish   UCS-2     86 = 67 + 19  2
                    turkeysms     language: unicode   UCS-2     86 = 67 + 19  2

                    iletimerkezi in English mode sends: Ali’nin siparisi “hazir”. \(String(repeating: "a", count: 60))

                    not in the basic alphabet:
                      `’`  U+2019 RIGHT SINGLE QUOTATION MARK, at 4, needs UCS-2; `'` would not
                      `ş`  U+015F LATIN SMALL LETTER S WITH CEDILLA, at 15, needs a Turkish table; `s` would not
                      `“`  U+201C LEFT DOUBLE QUOTATION MARK, at 18, needs UCS-2; `"` would not
                      `ı`  U+0131 LATIN SMALL LETTER DOTLESS I, at 22, needs a Turkish table; `i` would not
                      `”`  U+201D RIGHT DOUBLE QUOTATION MARK, at 24, needs UCS-2; `"` would not

                    with plain quotes, dashes and spaces it takes 1: Ali'nin siparişi "hazır". \(String(repeating: "a", count: 60))

                    """)
            let json = try await program.run("sms", "count", "--json", text)
            let value = try Value(json: json.output)
            #expect(value["counts"]?[2]?["units_per_part"] == [67, 19])
            #expect(value["counts"]?[0]?["parts"]?.listValue?.compactMap(\.stringValue).joined().hasSuffix("aaa B186") == true)
            #expect(value["forced_by"]?[1]?["positions"] == [15])
            let plain = try await program.run("sms", "count", "Order 17 is ready")
            #expect(plain.output.split(separator: "\n").count == 6)
            #expect(try await program.run("sms", "count", "").status == 2)
        }
    }
}
