import Foundation
import Randomness
import Testing
import Values

@testable import Sandbox

/// Whatever comes in, both providers answer with their envelope and a documented status.
struct HostileInputTests {
    private static let scalars: [Value] = [
        nil, true, 0, -1, 1, 9_223_372_036_854_775_807, -9_223_372_036_854_775_808, 1e300, 0.5, "", " ", "0", "-1",
        "9223372036854775807", "99999999999999999999", "905550000001", "+905550000001", "5550000001", "DEMOCO",
        "TS-CODE", "\u{0}", "ş", "🎉", "2026-11-21", "9999-12-31 23:59:59", "0000-00-00", "31/12/9999 23:59", [], [:],
        ["905550000001"], [nil], ["number": ["905550000001"]], ["text": "Hi"], [["text": "Hi"]],
    ]

    private static let fields = [
        "title", "sentto", "mobile", "text", "sms_lang", "content_type", "report", "scheduled_sms", "scheduled_date",
        "scheduled_time", "lang", "digits", "sms_id", "raporid", "page", "rowCount", "group_id", "group_name", "new_name",
        "search", "gsm_number", "name", "number", "sender", "iys", "iysList", "sendDateTime", "message", "receipents",
        "id", "filter", "start", "end", "brandCode", "recipient", "recipientType", "type", "list", "status", "source",
        "consentDate", "parent", "custom_fields", "groups", "key", "gsm",
    ]

    private static func object(_ generator: inout SplitMix64) -> ValueObject {
        var object: ValueObject = [:]
        for field in fields where Bool.random(using: &generator) {
            object[field] = scalars.randomElement(using: &generator)
        }
        return object
    }

    private static func request(_ path: String, _ body: Value?) -> ProviderRequest {
        ProviderRequest(method: "POST", path: path, contentType: "application/json", body: body)
    }

    @Test("TurkeySMS answers every shape of request", arguments: TurkeySMSEndpoint.allCases)
    func turkeySMS(endpoint: TurkeySMSEndpoint) throws {
        var account = TurkeySMSAccount()
        account.requestsPerMinute = nil
        var generator = SplitMix64(seed: 17)
        let now = Date(timeIntervalSince1970: 1_795_244_400)
        var simulator = TurkeySMSSimulator(account: account, timing: .immediate, seed: 1, now: now)
        for _ in 0..<300 {
            var body = Self.object(&generator)
            body["api_key"] = .string(account.apiKey)
            let answer = simulator.answer(Self.request(endpoint.rawValue, .object(body)), now: now)
            #expect([200, 400, 403, 404].contains(answer.status))
            #expect(answer.body["result"] != nil || answer.body["status"] != nil)
        }
        #expect(simulator.mainBalance >= 0)
    }

    @Test("iletiMerkezi answers every shape of request", arguments: IletiMerkeziEndpoint.allCases)
    func iletiMerkezi(endpoint: IletiMerkeziEndpoint) throws {
        let account = IletiMerkeziAccount()
        var generator = SplitMix64(seed: 18)
        let now = Date(timeIntervalSince1970: 1_795_244_400)
        var simulator = IletiMerkeziSimulator(account: account, timing: .immediate)
        for _ in 0..<300 {
            var request: ValueObject = [
                "authentication": ["key": .string(account.key), "hash": .string(account.hash)]
            ]
            for part in ["order", "filter", "blacklist", "consent", "group", "contact", "search"] {
                request[part] = .object(Self.object(&generator))
            }
            let answer = simulator.answer(Self.request(endpoint.rawValue, ["request": .object(request)]), now: now)
            let code = try #require(answer.body["response"]?["status"]?["code"]?.intValue)
            #expect(Int64(answer.status) == code)
            #expect(IletiMerkeziCode(rawValue: Int(code)) != nil)
        }
        #expect(simulator.credits >= 0)
    }
}
