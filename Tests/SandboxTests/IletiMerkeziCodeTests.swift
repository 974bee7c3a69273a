import Foundation
import Testing
import Values

@testable import Sandbox

/// Every code of iletiMerkezi's table, brought about by a request, with its exact wire text.
struct IletiMerkeziCodeTests {
    /// How to make the last request of a sequence answer with a code.
    struct Way: Sendable {
        let code: Int
        let text: String
        var requests: [(operation: String, fields: ValueObject)]
        var account: @Sendable (inout IletiMerkeziAccount) -> Void

        init(
            _ code: Int, _ text: String, _ operation: String, _ fields: ValueObject = [:],
            after earlier: [(operation: String, fields: ValueObject)] = [],
            account: @escaping @Sendable (inout IletiMerkeziAccount) -> Void = { _ in }
        ) {
            self.code = code
            self.text = text
            requests = earlier + [(operation, fields)]
            self.account = account
        }
    }

    private static func order(_ changes: ValueObject = [:], to numbers: Value = ["5550000001"], text: Value = "Hi") -> ValueObject
    {
        var order: ValueObject = [
            "sender": "DEMOCO", "iys": "0", "message": ["text": text, "receipents": ["number": numbers]],
        ]
        order.merge(changes)
        return ["order": .object(order)]
    }

    private static func consent(_ brand: Value = 111_222) -> ValueObject {
        ["consent": ["brandCode": brand, "recipient": "+905550000001", "recipientType": "BIREYSEL", "type": "MESAJ"]]
    }

    static let ways: [Way] = [
        Way(200, "İşlem başarılı", "send-sms", order()),
        Way(400, "İstek çözümlenemedi", "send-sms"),
        Way(401, "Üyelik bilgileri hatalı", "get-balance", ["authentication": ["key": "sandbox-key", "hash": "wrong"]]),
        Way(401, "Üyelik bilgileri hatalı", "get-balance", account: { $0.acceptsCalls = false }),
        Way(402, "Bakiye yetersiz", "send-sms", order(), account: { $0.credits = 0 }),
        Way(403, "Aktif abonelik bulunamadı", "consent/create", consent(), account: { $0.hasConsentSubscription = false }),
        Way(403, "Aktif abonelik bulunamadı", "consent/show", consent(), account: { $0.hasConsentSubscription = false }),
        Way(404, "API istek yapılan yönteme sahip değil", "get-inbox"),
        Way(422, "İstek içerisindeki değerler doğrulanamadı.", "consent/show", consent()),
        Way(422, "İstek içerisindeki değerler doğrulanamadı.", "consent/create", consent()),
        Way(450, "Gönderilen başlık kullanıma uygun değil", "send-sms", order(["sender": "democo"])),
        Way(451, "Tekrar eden sipariş", "send-sms", order(), after: [("send-sms", order())]),
        Way(452, "Mesaj alıcıları hatalı", "send-sms", order(to: [])),
        Way(
            452, "Mesaj alıcıları hatalı", "send-sms", order(),
            after: [("add-blacklist", ["blacklist": ["number": "905550000001"]])]),
        Way(453, "Sipariş boyutu aşıldı", "send-sms", order(text: .string(String(repeating: "a", count: 1072)))),
        Way(
            453, "Sipariş boyutu aşıldı", "send-sms", order(to: ["5550000001", "5550000002"]),
            account: { $0.maximumRecipients = 1 }),
        Way(454, "Mesaj metni boş", "send-sms", order(text: "")),
        Way(455, "Sipariş bulunamadı", "get-report", ["order": ["id": "5"]]),
        Way(455, "Sipariş bulunamadı", "cancel-order", ["order": ["id": 800_000_001]], after: [("send-sms", order())]),
        Way(
            456, "Sipariş gönderim tarihi henüz gelmedi", "get-report", ["order": ["id": "800000001"]],
            after: [("send-sms", order(["sendDateTime": "31/01/2030 09:00"]))]),
        Way(457, "Mesaj gönderim tarihinin formatı hatalı", "send-sms", order(["sendDateTime": "31/01/2030 09:00:00"])),
        Way(458, "Tarih aralığı hatalı", "get-reports", ["filter": ["start": "2026-11-01", "end": "2026-11-12"]]),
        Way(459, "Başlık kısmı boş olamaz", "send-sms", order(["sender": ""])),
        Way(
            460, "Başlık 11 karakterden fazla olmamalı ve Türkçe karakter içermemelidir.", "send-sms",
            order(["sender": "TWELVELETTER"])),
        Way(461, "Grup adını boş bırakamazsınız.", "add-group", ["group": ["name": ""]]),
        Way(462, "Grup id alanını boş bırakamazsınız.", "edit-group", ["group": ["id": "", "name": "x"]]),
        Way(463, "Böyle bir grup bulunamadı.", "get-group", ["group": ["id": 9]]),
        Way(464, "Page değeri 1 den başlamalı.", "get-blacklist", ["blacklist": ["page": 0]]),
        Way(465, "Kişi bulunamadı.", "get-contact", ["contact": ["id": 9]]),
        Way(466, "Hatalı numara.", "send-sms", order(to: ["905999000001"])),
        Way(466, "Hatalı numara.", "add-blacklist", ["blacklist": ["number": "905999000001"]]),
        Way(467, "Evrak bilgisi eksik.", "send-sms", order(), account: { $0.hasPapers = false }),
        Way(
            468, "IYS üzerinden sorgulama yapılıp, yapılmayacağını ayarlamalısınız.", "send-sms", order(["iys": nil])),
        Way(469, "IYS listenizi seçmelisiniz, BIREYSEL veya TACIR.", "send-sms", order(["iys": "1", "iysList": "bireysel"])),
        Way(
            470, "IYS kodunuzu ayarlamalısınız.", "send-sms", order(["iys": 1, "iysList": "TACIR"]),
            account: { $0.brandCode = nil }),
        Way(471, "Arama terimi en az 3 karakter olmalıdır", "search-contacts", ["search": ["key": "ab"]]),
        Way(
            472, "Ad, soyad, cep telefonu, email alanlarından en az biri dolu olmalıdır.", "add-contact",
            ["contact": ["name": ""]]),
        Way(
            473, "Özel alan bulunamadı.", "add-contact",
            ["contact": ["name": "Ayşe", "custom_fields": ["custom_field": [["id": 99, "value": "x"]]]]]),
        Way(474, "Bu numara üzerindeki engelleme kaldırılamaz", "delete-blacklist", ["blacklist": ["number": "905550000001"]]),
        Way(
            503, "Sunucu geçici olarak servis dışı", "send-sms", order(to: ["5550000002"]), after: [("send-sms", order())],
            account: { $0.recipientsPerSecond = 1 }),
    ]

    private static let start = Date(timeIntervalSince1970: 1_795_244_400)

    private static func answer(
        _ simulator: inout IletiMerkeziSimulator, _ operation: String, _ fields: ValueObject, after seconds: Double = 0
    ) -> ProviderAnswer {
        var request: ValueObject = ["authentication": ["key": "sandbox-key", "hash": "sandbox-hash"]]
        request.merge(fields)
        return simulator.answer(
            ProviderRequest(
                method: "POST", path: "/v1/\(operation)/json", contentType: "application/json",
                body: ["request": .object(request)]), now: start.addingTimeInterval(seconds))
    }

    @Test("each comes with its wire text, and HTTP mirrors it or is a plain 400", arguments: ways.indices, [false, true])
    func code(place: Int, isPlain: Bool) throws {
        let way = Self.ways[place]
        var account = IletiMerkeziAccount()
        account.answersPlainBadRequest = isPlain
        way.account(&account)
        var simulator = IletiMerkeziSimulator(account: account, timing: DeliveryTiming())
        var answer = ProviderAnswer(status: 0, body: .null)
        for request in way.requests { answer = Self.answer(&simulator, request.operation, request.fields) }
        let response = try #require(answer.body["response"])
        #expect(response["status"] == ["code": .int(Int64(way.code)), "message": .string(way.text)])
        #expect(answer.status == (isPlain && (450..<500).contains(way.code) ? 400 : way.code))
        // Errors carry the status alone.
        if way.code != 200 { #expect(response.objectValue?.count == 1) }
    }

    @Test("messages and orders tell their state by the codes from 110 to 115")
    func states() throws {
        var simulator = IletiMerkeziSimulator(account: IletiMerkeziAccount(), timing: DeliveryTiming())
        _ = Self.answer(&simulator, "send-sms", Self.order(to: ["5550000001", "5550009001"]))
        _ = Self.answer(&simulator, "send-sms", Self.order(["sendDateTime": "31/01/2030 09:00"]))
        _ = Self.answer(&simulator, "cancel-order", ["order": ["id": "800000002"]])
        var seen: Set<Int64> = []
        for (id, seconds) in [("800000001", 0.0), ("800000001", 3), ("800000002", 3)] {
            let report = Self.answer(&simulator, "get-report", ["order": ["id": .string(id)]], after: seconds)
            let order = try #require(report.body["response"]?["order"])
            if let status = order["status"]?.intValue { seen.insert(status) }
            for row in order["message"]?.listValue ?? [] { seen.formUnion(row["status"]?.intValue.map { [$0] } ?? []) }
        }
        #expect(seen == [110, 111, 112, 113, 114, 115])
    }

    @Test("none of the codes is left out")
    func complete() {
        let answered = Set(Self.ways.map(\.code)).union(110...115)
        #expect(answered == Set(IletiMerkeziCode.allCases.map(\.rawValue)))
    }
}
