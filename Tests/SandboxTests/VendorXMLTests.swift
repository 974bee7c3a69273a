import Sandbox
import Testing
import Values

/// The forms of iletiMerkezi that plugins and older clients speak instead of JSON with a key.
struct VendorXMLTests {
    @Test("an order in XML sends each text to its numbers, and its answer is XML")
    func send() async throws {
        try await withClient { client, sandbox, _ async throws in
            let plugin = IletiMerkeziXMLClient(client: client)
            let sent = try await plugin.send([
                ("  Kod <17> & \"18\"", ["5550000001"]), ("Merhaba", ["905550000002", "+90 555 000 00 03"]),
            ])
            #expect(sent.status == 200)
            #expect(sent.headers["content-type"] == "text/xml; charset=utf-8")
            #expect(
                sent.text == #"<?xml version="1.0" encoding="UTF-8"?><response><status><code>200</code>"#
                    + "<message>İşlem başarılı</message></status><order><id>800000001</id></order></response>")
            #expect(
                await sandbox.inbox().map { "\($0.recipient) \($0.text)" } == [
                    "905550000001   Kod <17> & \"18\"", "905550000002 Merhaba", "905550000003 Merhaba",
                ])
        }
    }

    @Test("characters by name and number, comments and attributes are read as XML has them")
    func characters() async throws {
        try await withClient { client, sandbox, _ async throws in
            let sent = try await IletiMerkeziXMLClient(client: client).call(
                "send-sms/",
                """
                <!-- sent by a shop --><order kind='a > b'><sender>DEMOCO</sender><iys>0</iys><message>
                <text>A&amp;B &#60;&#x21; <!-- & --></text><receipents><number> 5550000001
                </number></receipents></message><iysList/></order>
                """)
            #expect(sent.status == 200)
            #expect(await sandbox.inbox().map(\.text) == ["A&B <!"])
        }
    }

    @Test("an order without `iys` is refused in XML as in JSON, unless the account takes it")
    func missingConsentField() async throws {
        try await withClient { client, sandbox, _ async throws in
            let refused = try await IletiMerkeziXMLClient(client: client).send([("Merhaba", ["5550000001"])], consent: "")
            #expect(refused.status == 468)
            #expect(IletiMerkeziXMLClient.inside("code", of: refused) == ["468"])
            #expect(await sandbox.inbox().isEmpty)
        }
        try await withClient {
            $0.iletiMerkezi.requiresConsentField = false
        } _: { client, sandbox, _ async throws in
            let plugin = IletiMerkeziXMLClient(client: client)
            #expect(try await plugin.send([("Merhaba", ["5550000001"])], consent: "").status == 200)
            #expect(await sandbox.inbox().count == 1)
        }
    }

    @Test("a report in XML repeats the message, and takes empty paging as none")
    func report() async throws {
        try await withClient { client, _, clock async throws in
            let plugin = IletiMerkeziXMLClient(client: client)
            _ = try await plugin.send([("Merhaba", ["5550000001", "905550009001"])])
            clock.advance(3)
            let report = try await plugin.call(
                "get-report", "<order><id>800000001</id><page></page><rowCount></rowCount></order>")
            #expect(report.status == 200)
            #expect(IletiMerkeziXMLClient.inside("number", of: report) == ["+905550000001", "+905550009001"])
            #expect(IletiMerkeziXMLClient.inside("status", of: report).suffix(3) == ["114", "111", "112"])
            let second = try await plugin.call(
                "get-report", "<order><id>800000001</id><page>2</page><rowCount>1</rowCount></order>")
            #expect(IletiMerkeziXMLClient.inside("number", of: second) == ["+905550009001"])
        }
    }

    @Test("balance, senders, the blacklist and cancelling are there in XML")
    func rest() async throws {
        try await withClient { client, _, _ async throws in
            let plugin = IletiMerkeziXMLClient(client: client)
            #expect(try await IletiMerkeziXMLClient.inside("sms", of: plugin.call("get-balance", "")) == ["500"])
            #expect(try await IletiMerkeziXMLClient.inside("sender", of: plugin.call("get-sender", "")) == ["DEMOCO"])
            let entry = "<blacklist><number>5550000001</number></blacklist>"
            #expect(try await plugin.call("add-blacklist", entry).status == 200)
            let list = try await plugin.call(
                "get-blacklist",
                "<blacklist><filter><start></start><end></end></filter><page>1</page><rowCount>30</rowCount></blacklist>")
            #expect(IletiMerkeziXMLClient.inside("number", of: list) == ["+905550000001"])
            #expect(IletiMerkeziXMLClient.inside("count", of: list) == ["1"])
            #expect(try await plugin.call("delete-blacklist", entry).status == 200)
            #expect(try await plugin.call("delete-blacklist", entry).status == 474)
            let cancelled = try await plugin.call("cancel-order", "<order><id>17</id></order>")
            #expect(IletiMerkeziXMLClient.inside("message", of: cancelled) == ["Sipariş bulunamadı"])
        }
    }

    @Test("the lock on repeats and armed faults hold for XML and JSON together")
    func shared() async throws {
        try await withClient { client, sandbox, clock async throws in
            let plugin = IletiMerkeziXMLClient(client: client)
            _ = try await client.post(
                "/control/faults", ["fault": "code", "code": 402, "path": "/iletimerkezi/v1/send-sms/json"])
            let struck = try await plugin.send([("Merhaba", ["5550000001"])])
            #expect(struck.status == 402)
            #expect(IletiMerkeziXMLClient.inside("message", of: struck) == ["Bakiye yetersiz"])
            #expect(try await plugin.send([("Merhaba", ["5550000001"])]).status == 200)
            clock.advance(1)
            let again = try await IletiMerkeziLibrary(client: client).send("Merhaba", to: ["905550000001"])
            #expect(again.message == "Tekrar eden sipariş")
            #expect(await sandbox.inbox().count == 1)
        }
    }

    @Test(
        "a body that is no XML is 400, and declares no entities",
        arguments: [
            "", "{}", "<request>", "<request></order>", "<request>&nothing;</request>", "<request>&#xD800;</request>",
            "<request/><request/>", "<request><![CDATA[</request>", "<request", "<request a=\"></request>",
            "<!DOCTYPE request [<!ENTITY a \"b\">]><request>&a;</request>",
            String(repeating: "<a>", count: 100_000) + String(repeating: "</a>", count: 100_000),
        ])
    func malformed(body: String) async throws {
        try await withClient { client, _, _ async throws in
            let reply = try await IletiMerkeziXMLClient(client: client).post("get-balance", body)
            #expect(reply.status == 400)
            #expect(IletiMerkeziXMLClient.inside("message", of: reply) == ["İstek çözümlenemedi"])
        }
    }

    @Test("a wrong password is 401, and a path without an operation 404")
    func refused() async throws {
        try await withClient { client, _, _ async throws in
            let wrong = try await IletiMerkeziXMLClient(client: client, password: "wrong").call("get-balance", "")
            #expect(wrong.status == 401)
            #expect(IletiMerkeziXMLClient.inside("code", of: wrong) == ["401"])
            let unknown = try await IletiMerkeziXMLClient(client: client).call("add-plugin-user", "")
            #expect(unknown.status == 404)
            #expect(IletiMerkeziXMLClient.inside("code", of: unknown) == ["404"])
        }
    }

    @Test("a user with a password is taken for the key with its hash, in the query and in JSON too")
    func userAndPassword() async throws {
        try await withClient { client, sandbox, _ async throws in
            let query = "text=Merhaba&receipents=5550000001&sender=DEMOCO&iys=0"
            for (password, status) in [("wrong", 401), ("sandbox-hash", 200)] {
                let reply = try await client.send(
                    "GET", "/iletimerkezi/v1/send-sms/get/?username=sandbox-key&password=\(password)&\(query)")
                #expect(reply.status == status)
            }
            for (password, status) in [("wrong", 401), ("sandbox-hash", 200)] {
                let reply = try await client.post(
                    "/iletimerkezi/v1/get-balance/json",
                    ["request": ["authentication": ["username": "sandbox-key", "password": .string(password)]]])
                #expect(reply.status == status)
            }
            #expect(await sandbox.inbox().count == 1)
        }
    }

    @Test("libraries that put the page of the order list beside its filter get that page")
    func pageBesideFilter() async throws {
        try await withClient {
            $0.iletiMerkezi.recipientsPerSecond = nil
        } _: { client, _, _ async throws in
            let library = IletiMerkeziLibrary(client: client)
            for index in 1...31 { _ = try await library.send("Text \(index)", to: ["5550000001"]) }
            let days: ValueObject = ["start": "2026-11-21", "end": "2026-11-21"]
            func ids(_ fields: ValueObject) async throws -> [Value?] {
                try await client.iletiMerkezi("get-reports", fields).json["response"]?["orders"]?.listValue?.map { $0["id"] }
                    ?? []
            }
            #expect(try await ids(["filter": .object(days), "page": 1]).count == 30)
            #expect(try await ids(["filter": .object(days), "page": 2]) == [800_000_001])
            var inside = days
            inside["page"] = 1
            #expect(try await ids(["filter": .object(inside), "page": 2]).count == 30)
        }
    }
}
