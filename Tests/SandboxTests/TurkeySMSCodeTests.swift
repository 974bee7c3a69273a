import Foundation
import Testing
import Values

@testable import Sandbox

/// Every code of TurkeySMS's table, with the HTTP status that the table gives it, brought about by a request.
struct TurkeySMSCodeTests {
    /// How to make the last request of a sequence answer with a code.
    struct Way: Sendable {
        let code: Int
        let status: Int
        var requests: [(path: String, fields: ValueObject)]
        var seconds = 0.0
        var account: @Sendable (inout TurkeySMSAccount) -> Void = { _ in }

        init(
            _ code: Int, _ status: Int, _ path: String, _ fields: ValueObject = [:],
            after earlier: [(path: String, fields: ValueObject)] = [], seconds: Double = 0,
            account: @escaping @Sendable (inout TurkeySMSAccount) -> Void = { _ in }
        ) {
            self.code = code
            self.status = status
            requests = earlier + [(path, fields)]
            self.seconds = seconds
            self.account = account
        }
    }

    private static func message(_ changes: ValueObject = [:]) -> ValueObject {
        var fields: ValueObject = ["title": "DEMOCO", "sentto": "905550000001", "text": "Hi"]
        fields.merge(changes)
        return fields
    }

    private static func without(_ right: TurkeySMSAccount.Permission) -> @Sendable (inout TurkeySMSAccount) -> Void {
        { $0.permissions.remove(right) }
    }

    static let ways: [Way] = [
        Way(1000, 200, "/auth/check"),
        Way(
            1022, 200, "/sms/status", ["sms_id": 700_000_001], after: [("/sms/send", message(["sentto": "905550009001"]))],
            seconds: 3),
        Way(
            1023, 200, "/sms/status", ["sms_id": "700000001"], after: [("/sms/send", message(["sentto": "905550009002"]))],
            seconds: 3),
        Way(1024, 200, "/sms/send", message()),
        Way(1024, 200, "/otp/send", ["mobile": "905550000001"]),
        Way(1024, 200, "/otp/detailed", ["mobile": "905550000001", "title": "DEMOCO", "text": "TS-CODE"]),
        Way(1024, 200, "/group/send", message(["sentto": ["905550000001"]])),
        Way(1024, 200, "/group/sendMixed", message(["sentto": ["905550000001"], "text": ["Hi"]])),
        Way(1025, 400, "/sms/send", message(["sentto": "+905550000001"])),
        Way(1025, 400, "/otp/send"),
        Way(1026, 400, "/sms/send", message(["text": ""])),
        Way(1027, 403, "/sms/send", message(), account: { $0.mainBalance = 0 }),
        Way(1028, 403, "/sms/send", message(["title": "WAITING"])),
        Way(1029, 403, "/sms/send", message(["title": "democo"])),
        Way(1030, 403, "/balance/", account: { $0.isActive = false }),
        Way(1031, 401, "/balance/", ["api_key": "wrong"]),
        Way(1032, 403, "/sms/send", message(["sentto": "491700000001"]), account: { $0.allowsInternational = false }),
        Way(1033, 400, "/sms/send", message(["scheduled_sms": 1, "scheduled_date": "2020-01-01", "scheduled_time": "10:00"])),
        Way(1033, 400, "/otp/detailed", ["mobile": "905550000001", "title": "DEMOCO", "text": "no placeholder"]),
        Way(1033, 400, "/group/sendMixed", message(["sentto": ["905550000001"], "text": ["a", "b"]])),
        Way(1034, 400, "/sms/send", message(["title": "ŞİRKET"])),
        Way(1036, 403, "/otp/send", ["mobile": "905550000001"], account: without(.sendOTP)),
        Way(1037, 403, "/otp/detailed", ["mobile": "905550000001"], account: without(.sendCustomOTP)),
        Way(1038, 403, "/senderid/check", account: without(.checkSenderID)),
        Way(1040, 200, "/balance/"),
        Way(1040, 200, "/senderid/check"),
        Way(1050, 401, "/balance/", ["api_key": nil]),
        Way(1052, 400, "/sms/status"),
        Way(1052, 400, "/reports/basic", ["raporid": 5]),
        Way(1060, 403, "/balance/", after: [("/balance/", [:])], account: { $0.requestsPerMinute = 1 }),
        Way(1061, 403, "/balance/", account: without(.postRequest)),
        Way(1063, 403, "/sms/status", ["sms_id": 1], account: without(.checkSMSStatus)),
        Way(1064, 200, "/sms/status", ["sms_id": 700_000_001], after: [("/sms/send", message())]),
        Way(1064, 200, "/reports/detailed", ["raporid": 700_000_001], after: [("/sms/send", message())]),
        Way(1065, 403, "/balance/", account: without(.checkBalance)),
        Way(1065, 403, "/sms/send", message(), account: without(.sendSingleSMS)),
        Way(1065, 403, "/balance/", account: { $0.acceptsAddress = false }),
        Way(1066, 403, "/group/send", account: without(.sendBulkSMS)),
        Way(1072, 400, "/group/send", message(["sentto": ["905550000001", "905550000001"]])),
        Way(1080, 200, "/groups/create", ["group_name": "Ankara"]),
        Way(1081, 403, "/groups/create", ["group_name": "Ankara"], account: without(.manageGroups)),
        Way(1081, 200, "/groups/edit", ["group_id": 1, "new_name": "x"], account: { $0.replaysExampleCodes = true }),
        Way(1082, 400, "/groups/create", ["group_name": "Customers"]),
        Way(1082, 200, "/groups/delete", ["group_id": 1], account: { $0.replaysExampleCodes = true }),
        Way(1083, 400, "/groups/create", ["group_name": " "]),
        Way(1083, 200, "/groups/list", account: { $0.replaysExampleCodes = true }),
        Way(1084, 403, "/groups/edit", ["group_id": 1, "new_name": "x"], account: without(.manageGroups)),
        Way(1085, 403, "/groups/delete", ["group_id": 1], account: without(.manageGroups)),
        Way(1086, 404, "/groups/edit", ["group_id": 9, "new_name": "x"]),
        Way(1087, 200, "/groups/edit", ["group_id": 1, "new_name": "x"]),
        Way(1088, 200, "/groups/delete", ["group_id": 1]),
        Way(1089, 403, "/groups/list", account: without(.manageGroups)),
        Way(1090, 200, "/groups/list", ["search": "cust"]),
        Way(1100, 200, "/contacts/add", ["group_id": 1, "gsm_number": "905550000001"]),
        Way(
            1101, 400, "/contacts/add", ["group_id": 1, "gsm_number": "905550000001"],
            after: [("/contacts/add", ["group_id": 1, "gsm_number": "905550000001"])]),
        Way(1140, 400, "/blacklist/add", ["number": "905550000001"], after: [("/blacklist/add", ["number": "905550000001"])]),
        Way(1141, 200, "/blacklist/add", ["number": "905550000001"]),
        Way(1142, 200, "/blacklist/status", ["number": "905550000001"]),
        Way(
            1143, 200, "/blacklist/status", ["number": "905550000001"],
            after: [("/blacklist/add", ["number": "905550000001"])]),
        // Eight digits behind 905, as the vendor's samples show once.
        Way(1144, 400, "/blacklist/add", ["number": "90555000000"]),
    ]

    @Test("each comes with the status of the vendor's table and the envelope of its endpoint", arguments: ways.indices)
    func code(place: Int) throws {
        let way = Self.ways[place]
        var account = TurkeySMSAccount()
        way.account(&account)
        let start = Date(timeIntervalSince1970: 1_795_244_400)
        var simulator = TurkeySMSSimulator(account: account, timing: DeliveryTiming(), seed: 1, now: start)
        var answer = ProviderAnswer(status: 0, body: .null)
        for (index, request) in way.requests.enumerated() {
            var fields: ValueObject = ["api_key": .string(account.apiKey)]
            fields.merge(request.fields)
            answer = simulator.answer(
                ProviderRequest(
                    method: "POST", path: request.path, contentType: "application/json", body: .object(fields)),
                now: index == way.requests.count - 1 ? start.addingTimeInterval(way.seconds) : start)
        }
        #expect(answer.body["result_code"] == .string("TS-\(way.code)"))
        #expect(answer.status == way.status)
        let isGood = way.status == 200
        if way.requests.last?.path.hasPrefix("/blacklist/") == true {
            #expect(answer.body["status"] == .string(isGood ? "success" : "error"))
            #expect(answer.body["result"] == nil)
        } else {
            #expect(answer.body["result"] == .bool(isGood))
        }
    }

    @Test("none of the 45 codes is left out")
    func complete() {
        #expect(Set(Self.ways.map(\.code)) == Set(TurkeySMSCode.allCases.map(\.rawValue)))
        #expect(TurkeySMSCode.allCases.count == 45)
    }
}
