import Sandbox
import Testing
import Values

/// More of the vendors' own clients, and of those that others wrote: each quirk that is known of one has a case.
struct VendorToolTests {
    private static let order: Value = [
        "sender": "DEMOCO", "iys": "0", "message": ["text": "Merhaba", "receipents": ["number": ["905550000001"]]],
    ]

    @Test("the eleven tools of iletiMerkezi's server for language models work, their inputs being the payload objects")
    func tools() async throws {
        try await withClient { client, _, clock async throws in
            let tools = IletiMerkeziTools(client: client)
            #expect(IletiMerkeziTools.all.count == 11)
            #expect(try await tools.call("get_balance").payload["balance"] == ["amount": 50.0, "sms": 500])
            #expect(try await tools.call("get_sender").payload["senders"]?["sender"] == ["DEMOCO"])
            let sent = try await tools.call("send_sms", Self.order)
            #expect(sent.isGood)
            // Libraries declare the id as text or as an integer, and hand it on as they have it.
            let id = try #require(sent.payload["order"]?["id"]?.stringValue)
            clock.advance(3)
            for form: Value in [.string(id), .int(Int64(id) ?? 0)] {
                let report = try await tools.call("get_report", ["id": form, "page": "1", "rowCount": "1000"])
                #expect(report.payload["order"]?["delivered"] == 1)
            }
            let list = try await tools.call("get_reports", ["start": "2026-11-21", "end": "2026-11-21"])
            #expect(list.payload["orders"]?.listValue?.first?["id"] == 800_000_001)
            #expect(try await tools.call("cancel_order", ["id": .string(id)]).code == 455)
            #expect(try await tools.call("add_blacklist", ["number": "5550000002"]).isGood)
            #expect(try await tools.call("get_blacklist").payload["blacklist"]?["count"] == 1)
            #expect(try await tools.call("delete_blacklist", ["number": "+905550000002"]).isGood)
            #expect(try await tools.call("delete_blacklist", ["number": "+905550000002"]).code == 474)
            let record: ValueObject = ["recipient": "+905550000001", "recipientType": "BIREYSEL", "type": "MESAJ"]
            var consent = record
            consent.merge(["status": "ONAY", "source": "HS_WEB", "consentDate": "2026-11-20 10:00:00"])
            for brand: Value in ["111222", 111_222] {
                // The registry takes a state once, so the second form of the brand code meets the first one's record.
                let answer = try await tools.call("iys_register", ["brandCode": brand, "list": [.object(consent)]])
                #expect(answer.code == (brand == "111222" ? 200 : 422))
            }
            var question = record
            question["brandCode"] = "111222"
            #expect(try await tools.call("iys_check", .object(question)).payload["consent"]?["status"] == "ONAY")
            question["type"] = "ARAMA"
            #expect(try await tools.call("iys_check", .object(question)).code == 422)
        }
    }

    @Test("paging of the blacklist that stands beside its object, and not in it, is ignored without a word")
    func misplacedPaging() async throws {
        try await withClient { client, _, _ async throws in
            for number in ["5550000001", "5550000002"] {
                _ = try await client.iletiMerkezi("add-blacklist", ["blacklist": ["number": .string(number)]])
            }
            let misplaced = try await client.iletiMerkezi("get-blacklist", ["page": 2, "rowCount": 1])
            #expect(misplaced.json["response"]?["blacklist"]?["number"]?.listValue?.count == 2)
            let placed = try await client.iletiMerkezi("get-blacklist", ["blacklist": ["page": 2, "rowCount": 1]])
            #expect(placed.json["response"]?["blacklist"]?["number"] == ["+905550000002"])
        }
    }

    @Test("the query form sends as the JSON form does, and answers in XML; a lock on repeats holds between the two")
    func queryForm() async throws {
        try await withClient { client, sandbox, clock async throws in
            let query = IletiMerkeziQueryClient(client: client)
            let sent = try await query.send("Kodunuz & şifreniz: 17 + 3", to: ["5550000001", "905550000002"])
            #expect(sent.status == 200)
            #expect(sent.headers["content-type"] == "text/xml; charset=utf-8")
            #expect(
                sent.text == #"<?xml version="1.0" encoding="UTF-8"?><response><status><code>200</code>"#
                    + "<message>İşlem başarılı</message></status><order><id>800000001</id></order></response>")
            #expect(
                await sandbox.inbox().map { "\($0.recipient) \($0.text)" } == [
                    "905550000001 Kodunuz & sifreniz: 17 + 3", "905550000002 Kodunuz & sifreniz: 17 + 3",
                ])
            clock.advance(1)
            let again = try await client.iletiMerkezi(
                "send-sms",
                [
                    "order": [
                        "sender": "DEMOCO", "iys": "0",
                        "message": [
                            "text": "Kodunuz & şifreniz: 17 + 3", "receipents": ["number": ["905550000002", "905550000001"]],
                        ],
                    ]
                ])
            #expect(again.status == 451)
            let wrong = try await query.send("Merhaba", to: ["5550000001"], key: "wrong")
            #expect(wrong.status == 401)
            #expect(wrong.text.contains("<code>401</code>"))
            let elsewhere = try await client.send("GET", "/iletimerkezi/v1/get-balance/get/?key=sandbox-key&hash=sandbox-hash")
            #expect(elsewhere.status == 404)
            #expect(try await client.send("GET", "/iletimerkezi/v1/send-sms/json").status == 404)
        }
    }

    @Test("libraries of iletiMerkezi throw from 500 on and on nothing else")
    func serverErrors() async throws {
        try await withClient { client, _, _ async throws in
            let library = IletiMerkeziLibrary(client: client, sender: "NOBODY")
            #expect(try await library.send("Merhaba", to: ["5550000001"]).message == "Gönderilen başlık kullanıma uygun değil")
            _ = try await client.post("/control/faults", ["fault": "throttle", "path": "/iletimerkezi/v1/get-balance/json"])
            await #expect(throws: IletiMerkeziLibrary.ServerError(status: 503)) { try await library.balance() }
        }
    }

    @Test("the date that the README of a library shows, year first, is refused and sends nothing")
    func yearFirst() async throws {
        try await withClient { client, sandbox, _ async throws in
            let library = IletiMerkeziLibrary(client: client)
            let answer = try await library.send("Merhaba", to: ["5550000001"], date: "2030-01-31 09:00:00")
            #expect(answer.message == "Mesaj gönderim tarihinin formatı hatalı")
            #expect(await sandbox.inbox().isEmpty)
        }
    }

    @Test("a library that divides by page times 1000 stops after three pages of five, one that divides by 1000 reads all")
    func reportPages() async throws {
        try await withClient {
            $0.iletiMerkezi.recipientsPerSecond = nil
            $0.iletiMerkezi.credits = 10_000
        } _: { client, _, clock async throws in
            let library = IletiMerkeziLibrary(client: client)
            #expect(try await library.send("Merhaba", to: (0..<4001).map { String(5_550_000_000 + $0) }).isSuccess)
            clock.advance(3)
            func rows(pages: (_ total: Int, _ page: Int) -> Int) async throws -> Int {
                var count = 0
                var page = 1
                while true {
                    let order = try await library.report(800_000_001, page: page).payload["order"]
                    count += order?["message"]?.listValue?.count ?? 0
                    guard page < pages(Int(order?["total"]?.intValue ?? 0), page) else { return count }
                    page += 1
                }
            }
            #expect(try await rows { total, page in (total + page * 1000 - 1) / (page * 1000) } == 3000)
            #expect(try await rows { total, _ in (total + 999) / 1000 } == 4001)
        }
    }

    @Test("delivery reports have the one body that two of the libraries read, and the other two do not")
    func reports() async throws {
        try await CallbackReceiver.listening { receiver, url in
            let target = try CallbackTarget(url: url + "/reports", timeout: 600)
            try await withClient {
                $0.callbacks = [.iletiMerkezi: target]
            } _: { client, sandbox, clock async throws in
                let library = IletiMerkeziLibrary(client: client)
                #expect(try await library.send("Merhaba", to: ["5550000001"]).isSuccess)
                clock.advance(3)
                await sandbox.deliverCallbacks()
                let bodies = receiver.reports.map(\.json)
                #expect(
                    bodies.map(IletiMerkeziReportParser.real)
                        == ["accepted", "delivered"].map {
                            IletiMerkeziReportParser.Report(
                                id: 850_000_001, order: 800_000_001, status: $0, to: "+905550000001", text: "Merhaba")
                        })
                let nothing = IletiMerkeziReportParser.Report(id: nil, order: nil, status: nil, to: nil, text: nil)
                #expect(bodies.map(IletiMerkeziReportParser.flat) == [nothing, nothing])
                #expect(bodies.map(IletiMerkeziReportParser.numericStatus) == [nil, nil])
                #expect(receiver.reports.allSatisfy { $0.headers["x-turkeysms-signature"] == nil })
            }
        }
    }

    @Test("a library of TurkeySMS makes an error of its own of a lost answer, and gets the first one for the same request again")
    func localError() async throws {
        try await withClient { client, sandbox, _ async throws in
            let library = TurkeySMSLibrary(client: client)
            _ = try await client.post("/control/faults", ["fault": "apply_then_drop", "path": "/turkeysms/sms/send"])
            let lost = try await library.sendSMS(title: "DEMOCO", text: "Merhaba", mobile: "905550000001")
            #expect(lost["result_code"] == "LOCAL-ERR")
            let again = try await library.sendSMS(title: "DEMOCO", text: "Merhaba", mobile: "905550000001")
            #expect(again["sms_id"] == 700_000_001)
            #expect(await sandbox.inbox().count == 1)
        }
    }

    @Test("a number that comes as an integer, and options that come as text, are taken")
    func looseTypes() async throws {
        try await withClient { client, _, _ async throws in
            let reply = try await client.turkeySMS(
                "/sms/send",
                [
                    "title": "DEMOCO", "text": "Merhaba", "mobile": 905_550_000_001, "report": "1", "sms_lang": "1",
                    "content_type": "0", "scheduled_sms": "0", "response_type": "json",
                ])
            #expect(reply.json["sms_lang"] == "Turkish")
            let bulk = try await client.turkeySMS(
                "/group/send", ["title": "DEMOCO", "text": "Merhaba", "sentto": [905_550_000_001, "905550000002"]])
            #expect(bulk.json["total_recipients"] == 2)
        }
    }
}
