import Foundation
import Sandbox
import Testing
import Values

struct StateFileTests {
    /// A path of its own, and nothing there afterwards.
    private static func withFile(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "ulak-sandbox-\(UUID().uuidString).state").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    private static func order(_ text: String, date: String = "") -> ValueObject {
        [
            "order": [
                "sender": "DEMOCO", "iys": "0", "sendDateTime": .string(date),
                "message": ["text": .string(text), "receipents": ["number": ["905550000001"]]],
            ]
        ]
    }

    /// Everything that a sandbox shows.
    private static func picture(_ client: SandboxClient) async throws -> [Value] {
        var picture: [Value] = []
        for path in ["/control/state", "/inbox.json", "/control/callbacks"] {
            picture.append(try await client.send("GET", path).json)
        }
        return picture
    }

    @Test("a restart finds messages, balances, blocks, consents, groups, orders, senders and codes as they were")
    func restart() async throws {
        try await Self.withFile { path async throws in
            let clock = TestClock()
            var before: [Value] = []
            var configuration = SandboxConfiguration(stateFile: path, now: clock.now)
            configuration.turkeySMS.otpCodeInResponse = true
            try await withSandbox(configuration) { _, baseURL async throws in
                let client = SandboxClient(baseURL: baseURL)
                _ = try await client.turkeySMS("/otp/send", ["mobile": "905550000001", "digits": 6])
                _ = try await client.turkeySMS("/groups/create", ["group_name": "Ankara"])
                _ = try await client.turkeySMS("/contacts/add", ["group_id": 2, "gsm_number": "905550000001"])
                _ = try await client.turkeySMS("/blacklist/add", ["number": "905550000009"])
                _ = try await client.iletiMerkezi("add-blacklist", ["blacklist": ["number": "905550000008"]])
                _ = try await client.iletiMerkezi("add-group", ["group": ["name": "İzmir", "parent": ""]])
                let consent = try await client.iletiMerkezi(
                    "consent/create",
                    [
                        "consent": [
                            "brandCode": 111_222,
                            "list": [
                                [
                                    "recipient": "+905550000001", "recipientType": "BIREYSEL", "type": "MESAJ",
                                    "status": "ONAY", "source": "HS_WEB", "consentDate": "2026-11-20 10:00:00",
                                ]
                            ],
                        ]
                    ])
                #expect(consent.status == 200)
                _ = try await client.iletiMerkezi("send-sms", Self.order("Merhaba ş"))
                _ = try await client.iletiMerkezi("send-sms", Self.order("later", date: "21/11/2026 12:00"))
                _ = try await client.post("/control/senders", ["provider": "turkeysms", "title": "ACME"])
                _ = try await client.post("/control/balances", ["provider": "iletimerkezi", "credits": 77])
                _ = try await client.post("/control/clock", ["advance_seconds": 2])
                before = try await Self.picture(client)
            }
            try await withSandbox(configuration) { _, baseURL async throws in
                let client = SandboxClient(baseURL: baseURL)
                #expect(try await Self.picture(client) == before)
                // The windows in which a repetition is noticed are still open.
                #expect(try await client.iletiMerkezi("send-sms", Self.order("Merhaba ş")).status == 451)
                let code = try #require(before[1]["messages"]?[0]?["text"]?.stringValue?.suffix(6))
                let repeated = try await client.turkeySMS("/otp/send", ["mobile": "905550000001", "digits": 6])
                #expect(repeated.json["otp_code"] == .string(String(code)))
                #expect(
                    try await client.turkeySMS("/sms/send", ["title": "ACME", "sentto": "905550000001", "text": "Hi"]).status
                        == 200)
                #expect(try await client.iletiMerkezi("get-group", ["group": ["id": 1]]).status == 200)
                #expect(
                    try await client.iletiMerkezi(
                        "consent/show",
                        [
                            "consent": [
                                "brandCode": 111_222, "recipient": "+905550000001", "recipientType": "BIREYSEL",
                                "type": "MESAJ",
                            ]
                        ]
                    ).json["response"]?["consent"]?["status"] == "ONAY")
            }
        }
    }

    @Test("an order that became due while the sandbox was down has gone out at its time, and is reported then")
    func dueWhileDown() async throws {
        try await CallbackReceiver.listening { receiver, url async throws in
            try await Self.withFile { path async throws in
                let clock = TestClock()
                var configuration = SandboxConfiguration(stateFile: path, now: clock.now)
                configuration.callbacks[.iletiMerkezi] = try CallbackTarget(url: url, timeout: 600)
                try await withSandbox(configuration) { sandbox, baseURL async throws in
                    let client = SandboxClient(baseURL: baseURL)
                    _ = try await client.iletiMerkezi("send-sms", Self.order("later", date: "21/11/2026 12:00"))
                    _ = try await client.iletiMerkezi("send-sms", Self.order("now"))
                    await sandbox.deliverCallbacks()
                    #expect(receiver.events == ["accepted"])
                }
                clock.advance(86_400)
                // The address is in the file.
                configuration.callbacks = [:]
                try await withSandbox(configuration) { sandbox, _ async throws in
                    await sandbox.deliverCallbacks()
                    #expect(receiver.events.sorted() == ["accepted", "accepted", "delivered", "delivered"])
                    let later = try #require(await sandbox.inbox().first { $0.text == "later" })
                    #expect(
                        later.history.map { "\($0.state.rawValue) \($0.at)" } == [
                            "scheduled 2026-11-21T07:00:00Z", "queued 2026-11-21T09:00:00Z", "sent 2026-11-21T09:00:01Z",
                            "delivered 2026-11-21T09:00:03Z",
                        ])
                }
                // What was reported is not reported again.
                try await withSandbox(configuration) { sandbox, _ async throws in
                    await sandbox.deliverCallbacks()
                    #expect(receiver.events.count == 4)
                    #expect(await sandbox.inbox().flatMap(\.callbacks).map(\.state).allSatisfy { $0 == "delivered" })
                }
            }
        }
    }

    @Test("a retry that was due goes on after a restart where it stood")
    func retriesSurvive() async throws {
        try await CallbackReceiver.listening { receiver, url async throws in
            try await Self.withFile { path async throws in
                let clock = TestClock()
                var configuration = SandboxConfiguration(stateFile: path, now: clock.now)
                configuration.callbacks[.iletiMerkezi] = try CallbackTarget(url: url, timeout: 600)
                receiver.answer(500, 500, 500, 500, 500, 500)
                try await withSandbox(configuration) { sandbox, baseURL async throws in
                    _ = try await SandboxClient(baseURL: baseURL).iletiMerkezi("send-sms", Self.order("Hi"))
                    await sandbox.deliverCallbacks()
                    clock.advance(1)
                    await sandbox.deliverCallbacks()
                    #expect(receiver.events.count == 2)
                }
                clock.advance(4)
                try await withSandbox(configuration) { sandbox, _ async throws in
                    await sandbox.deliverCallbacks()
                    #expect(receiver.events.count == 2)
                    clock.advance(1)
                    await sandbox.deliverCallbacks()
                    clock.advance(25)
                    await sandbox.deliverCallbacks()
                    #expect(await sandbox.inbox()[0].callbacks[0].state == "given_up")
                    #expect(receiver.events == ["accepted", "accepted", "accepted", "accepted", "delivered"])
                }
            }
        }
    }

    @Test("what a fault kept from being applied is not in the file, what it let through is")
    func faults() async throws {
        try await Self.withFile { path async throws in
            let configuration = SandboxConfiguration(stateFile: path, now: TestClock().now)
            try await withSandbox(configuration) { _, baseURL async throws in
                let client = SandboxClient(baseURL: baseURL)
                _ = try await client.post(
                    "/control/faults", ["steps": [["fault": "status"], ["fault": "apply_then_status"]]])
                for text in ["refused", "applied"] {
                    #expect(try await client.iletiMerkezi("send-sms", Self.order(text)).status == 500)
                }
            }
            try await withSandbox(configuration) { sandbox, _ async throws in
                #expect(await sandbox.inbox().map(\.text) == ["applied"])
            }
        }
    }

    @Test("a line that was cut off is dropped, and the file goes on behind the last whole one")
    func cutOff() async throws {
        try await Self.withFile { path async throws in
            let configuration = SandboxConfiguration(stateFile: path, now: TestClock().now)
            try await withSandbox(configuration) { _, baseURL async throws in
                let client = SandboxClient(baseURL: baseURL)
                for text in ["one", "two"] { _ = try await client.iletiMerkezi("send-sms", Self.order(text)) }
            }
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            bytes.removeLast(7)
            try bytes.write(to: URL(fileURLWithPath: path))
            try await withSandbox(configuration) { sandbox, baseURL async throws in
                #expect(await sandbox.inbox().map(\.text) == ["one"])
                let client = SandboxClient(baseURL: baseURL)
                #expect(try await client.iletiMerkezi("send-sms", Self.order("two")).status == 200)
            }
            try await withSandbox(configuration) { sandbox, _ async throws in
                #expect(await sandbox.inbox().map(\.text) == ["one", "two"])
            }
        }
    }

    @Test("a reset empties the file; requests with a strange key are never written to it")
    func resetAndSecrets() async throws {
        try await Self.withFile { path async throws in
            let configuration = SandboxConfiguration(stateFile: path, now: TestClock().now)
            try await withSandbox(configuration) { _, baseURL async throws in
                let client = SandboxClient(baseURL: baseURL)
                _ = try await client.iletiMerkezi("send-sms", Self.order("gone"))
                _ = try await client.send("POST", "/control/reset")
                _ = try await client.turkeySMS("/sms/send", ["api_key": "a real key", "text": "x"])
                _ = try await client.iletiMerkezi("send-sms", ["authentication": ["key": "a real key", "hash": "h"]])
                _ = try await client.turkeySMS("/balance/")
            }
            let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 1)
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test(
        "a file that is not one, is damaged or of another version is refused and left as it is",
        arguments: [
            ("hello\n", "is not a state file of the sandbox"), ("hello", "is not a state file of the sandbox"),
            (
                #"{"ulak_sandbox":3,"at":1.0,"codes_seed":"1","faults_seed":"1"}"# + "\n",
                "has format 3, expected 2: another version of Ulak wrote it"
            ),
            (
                #"{"ulak_sandbox":1,"at":1.0,"codes_seed":"1","faults_seed":"1"}"# + "\n{}\n{",
                "is damaged at line 2"
            ),
        ])
    func refused(text: String, message: String) async throws {
        try await Self.withFile { path async throws in
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            let error = await #expect(throws: StateFileError.self) {
                try await withSandbox(SandboxConfiguration(stateFile: path)) { _, _ in }
            }
            #expect(error?.message == "`\(path)` \(message)")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        }
    }

    @Test("two sandboxes never share a file, and a folder is none")
    func locked() async throws {
        try await Self.withFile { path async throws in
            try await withSandbox(SandboxConfiguration(stateFile: path)) { _, _ async throws in
                let error = await #expect(throws: StateFileError.self) {
                    try await withSandbox(SandboxConfiguration(stateFile: path)) { _, _ in }
                }
                #expect(error?.message == "`\(path)` is in use by another sandbox")
            }
            await #expect(throws: StateFileError.self) {
                try await withSandbox(SandboxConfiguration(stateFile: "/")) { _, _ in }
            }
        }
    }

    // MARK: Making it small

    @Test("a file with many changes is made small at the start, and everything goes on as if it had not been")
    func compacts() async throws {
        try await CallbackReceiver.listening { receiver, url in
            try await Self.withFile { path async throws in
                let clock = TestClock()
                var configuration = SandboxConfiguration(
                    seed: 7, callbacks: [.turkeySMS: try CallbackTarget(url: url + "/reports", secret: "mine", timeout: 600)],
                    stateFile: path, now: clock.now)
                configuration.turkeySMS.otpCodeInResponse = true
                configuration.iletiMerkezi.recipientsPerSecond = nil
                /// A file of the same history, left as it is.
                var plain = configuration
                plain.stateFile = path + ".plain"
                defer { try? FileManager.default.removeItem(atPath: path + ".plain") }
                try await withSandbox(configuration) { sandbox, baseURL async throws in
                    let client = SandboxClient(baseURL: baseURL)
                    for index in 1...20 {
                        _ = try await client.turkeySMS(
                            "/sms/send", ["title": "DEMOCO", "sentto": "905550000001", "text": .string("Text \(index)")])
                        _ = try await client.iletiMerkezi("send-sms", Self.order("Text ş \(index)"))
                    }
                    _ = try await client.iletiMerkezi("send-sms", Self.order("later", date: "21/11/2026 12:00"))
                    _ = try await client.turkeySMS("/otp/send", ["mobile": "905550000001", "digits": 6])
                    _ = try await client.iletiMerkezi("add-group", ["group": ["name": "İzmir", "parent": ""]])
                    _ = try await client.iletiMerkezi(
                        "add-contact",
                        [
                            "contact": [
                                "name": "Ada", "groups": ["group": ["id": 1]],
                                "custom_fields": ["custom_field": [["id": 1, "value": "x"]]],
                            ]
                        ])
                    _ = try await client.turkeySMS("/blacklist/add", ["number": "905550000009"])
                    _ = try await client.iletiMerkezi("add-blacklist", ["blacklist": ["number": "905550000008"]])
                    _ = try await client.post("/control/senders", ["provider": "iletimerkezi", "title": "ACME"])
                    _ = try await client.post("/control/clock", ["advance_seconds": 2])
                    _ = try await client.post("/control/callbacks/event", ["event": "key.test"])
                    await sandbox.deliverCallbacks()
                }
                try FileManager.default.copyItem(atPath: path, toPath: path + ".plain")
                configuration.stateRetention.records = 10
                func goOn(_ configuration: SandboxConfiguration) async throws -> [Value] {
                    try await withSandbox(configuration) { sandbox, baseURL async throws in
                        let client = SandboxClient(baseURL: baseURL)
                        var seen = try await Self.picture(client)
                        // Windows, codes, numbers and names go on where they were.
                        for text in ["Text ş 3", "new"] {
                            seen.append(try await client.iletiMerkezi("send-sms", Self.order(text)).json)
                        }
                        let code = try await client.turkeySMS("/otp/send", ["mobile": "905550000002", "digits": 6]).json
                        seen.append(code)
                        let text: ValueObject = ["title": "DEMOCO", "sentto": "905550000001", "text": "Text 7"]
                        seen.append(try await client.turkeySMS("/sms/send", text).json)
                        seen.append(try await client.iletiMerkezi("get-contact", ["contact": ["id": 2]]).json)
                        seen.append(try await client.iletiMerkezi("cancel-order", ["order": ["id": "800000021"]]).json)
                        // Its answer would show the report on its way or delivered already.
                        _ = try await client.post("/control/callbacks/event", ["event": "key.test"])
                        await sandbox.deliverCallbacks()
                        seen += try await Self.picture(client)
                        return seen
                    }
                }
                let small = try await goOn(configuration), whole = try await goOn(plain)
                #expect(small.count == whole.count)
                for (small, whole) in zip(small, whole) { #expect(small == whole) }
                let lines = try #require(FileManager.default.contents(atPath: path)).split(separator: UInt8(ascii: "\n"))
                #expect(lines.count < 25)
                #expect(String(decoding: lines[1].prefix(12), as: UTF8.self) == #"{"snapshot":"#)
                #expect(!FileManager.default.fileExists(atPath: path + ".new"))
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(mode == 0o600)
            }
        }
    }

    @Test("the oldest messages are forgotten then, in whole orders, and never one that something can still happen to")
    func forgets() async throws {
        try await Self.withFile { path async throws in
            let clock = TestClock()
            var configuration = SandboxConfiguration(seed: 7, stateFile: path, now: clock.now)
            configuration.iletiMerkezi.recipientsPerSecond = nil
            try await withSandbox(configuration) { _, baseURL async throws in
                let client = SandboxClient(baseURL: baseURL)
                for index in 1...6 {
                    _ = try await client.turkeySMS(
                        "/group/send",
                        ["title": "DEMOCO", "sentto": ["905550000001", "905550000002"], "text": .string("a\(index)")])
                }
                for (index, number) in ["5550000001", "5550009002", "5550009001"].enumerated() {
                    let message: Value = [
                        "text": .string("b\(index)"), "receipents": ["number": [.string(number), "5550000003", "5550000004"]],
                    ]
                    _ = try await client.iletiMerkezi(
                        "send-sms", ["order": ["sender": "DEMOCO", "iys": "0", "message": message]])
                }
                let later = Self.order("later", date: "21/11/2030 12:00")
                _ = try await client.iletiMerkezi("send-sms", later)
                _ = try await client.iletiMerkezi("send-sms", Self.order("last"))
            }
            clock.advance(3600)
            configuration.stateRetention.records = 5
            configuration.stateRetention.messages = 3
            for _ in 0..<2 {
                try await withSandbox(configuration) { sandbox, baseURL async throws in
                    let client = SandboxClient(baseURL: baseURL)
                    let texts = await sandbox.inbox().map(\.text)
                    // Of iletiMerkezi's eleven messages eight are too many, which ends between two orders: six of them go.
                    #expect(texts == ["a5", "a6", "a6", "b2", "b2", "b2", "later", "last"])
                    #expect(try await client.turkeySMS("/sms/status", ["sms_id": 700_000_010]).json["state"] == "delivered")
                    #expect(try await client.turkeySMS("/sms/status", ["sms_id": 700_000_001]).status == 400)
                    #expect(try await client.turkeySMS("/reports/basic", ["raporid": 700_000_009]).json["total_numbers"] == 1)
                    #expect(try await client.turkeySMS("/reports/basic", ["raporid": 700_000_001]).status == 400)
                    let report = try await client.iletiMerkezi("get-report", ["order": ["id": "800000003"]])
                    #expect(report.json["response"]?["order"]?["undelivered"] == 1)
                    #expect(report.json["response"]?["order"]?["price"] == 2)
                    #expect(try await client.iletiMerkezi("get-report", ["order": ["id": "800000001"]]).status == 455)
                    #expect(try await client.iletiMerkezi("get-report", ["order": ["id": "800000004"]]).status == 456)
                }
            }
        }
    }

    @Test("a message that still has to be reported keeps all that came after it")
    func keepsWhatIsOpen() async throws {
        try await CallbackReceiver.listening { receiver, url in
            try await Self.withFile { path async throws in
                let clock = TestClock()
                var configuration = SandboxConfiguration(
                    seed: 7,
                    callbacks: [.turkeySMS: try CallbackTarget(url: url + "/reports", retryDelays: [3600], timeout: 600)],
                    stateFile: path, now: clock.now)
                receiver.answer(500)
                try await withSandbox(configuration) { sandbox, baseURL async throws in
                    let client = SandboxClient(baseURL: baseURL)
                    _ = try await client.turkeySMS("/sms/send", ["title": "DEMOCO", "sentto": "905550000001", "text": "first"])
                    clock.advance(3)
                    await sandbox.deliverCallbacks()
                    for index in 1...6 {
                        _ = try await client.turkeySMS(
                            "/sms/send", ["title": "DEMOCO", "sentto": "905550000001", "text": .string("\(index)")])
                    }
                    clock.advance(3)
                    await sandbox.deliverCallbacks()
                }
                configuration.stateRetention.records = 5
                configuration.stateRetention.messages = 1
                try await withSandbox(configuration) { sandbox, _ async throws in
                    #expect(await sandbox.inbox().count == 7)
                    clock.advance(3600)
                    await sandbox.deliverCallbacks()
                    #expect(receiver.events.count { $0 == "sms.sent" } == 8)
                    #expect(receiver.events.count { $0 == "sms.delivered" } == 7)
                }
                configuration.stateRetention.records = 1
                try await withSandbox(configuration) { sandbox, _ async throws in
                    #expect(await sandbox.inbox().map(\.text) == ["6"])
                }
            }
        }
    }
}
