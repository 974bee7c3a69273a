import Testing
import Values

@testable import Sandbox

/// Keys, rights, envelopes of failures, and the table of codes.
struct TurkeySMSAccessTests {
    @Test("the key check shows rights and balances")
    func authCheck() async throws {
        try await withClient {
            $0.turkeySMS.permissions.remove(.sendBulkSMS)
        } _: { client, _, _ async throws in
            #expect(
                try await client.turkeySMS("/auth/check").json == [
                    "result": true, "result_code": "TS-1000",
                    "key_details": [
                        "status": "Active",
                        "permissions": [
                            "post_request": true, "send_single_sms": true, "send_bulk_sms": false, "send_otp": true,
                            "check_balance": true, "check_senderid": true, "check_sms_status": true,
                            "manage_groups": true, "send_custom_otp": true, "manage_contacts": true,
                            "manage_blacklist": true,
                        ],
                    ],
                    "account_summary": ["account_status": "Active", "balance": ["main": 500, "international": 25.0]],
                ])
        }
    }

    @Test("senders are listed with their state")
    func senders() async throws {
        try await withClient { client, _, _ async throws in
            #expect(
                try await client.turkeySMS("/senderid/check").json["sender_ids"] == [
                    ["id": 1, "title": "DEMOCO", "status": 1, "document": 1, "network_stat": 1],
                    ["id": 2, "title": "WAITING", "status": 0, "document": 0, "network_stat": 0],
                ])
        }
    }

    @Test(
        "a key that is missing or wrong is refused on every path", arguments: TurkeySMSEndpoint.allCases.map(\.rawValue))
    func keys(path: String) async throws {
        try await withClient { client, _, _ async throws in
            let missing = try await client.post("/turkeysms" + path, [:])
            #expect(missing.status == 401)
            #expect(
                missing.json == [
                    "result": false, "result_code": "TS-1050", "result_message": "API key is missing.",
                ])
            let wrong = try await client.post("/turkeysms" + path, ["api_key": "guess"])
            #expect(wrong.status == 401)
            #expect(wrong.json["result_code"] == "TS-1031")
        }
    }

    @Test("what is not JSON, not typed as JSON, not POST or not a path gets the format code")
    func format() async throws {
        try await withClient { client, _, _ async throws in
            let json = [("content-type", "application/json")]
            let broken = try await client.send("POST", "/turkeysms/sms/send", body: Array("{\"a\":".utf8), headers: json)
            let list = try await client.send("POST", "/turkeysms/sms/send", body: Array("[]".utf8), headers: json)
            let form = try await client.send(
                "POST", "/turkeysms/sms/send", body: Array("{}".utf8),
                headers: [("content-type", "application/x-www-form-urlencoded")])
            let get = try await client.send("GET", "/turkeysms/sms/send")
            let unknown = try await client.turkeySMS("/sms/sned")
            let noSlash = try await client.turkeySMS("/balance")
            #expect([broken, list, form, get, unknown, noSlash].map(\.status) == [400, 400, 400, 405, 404, 404])
            for reply in [broken, list, form, get, unknown, noSlash] {
                #expect(
                    reply.json == [
                        "result": false, "result_code": "TS-1033", "result_message": "Request format is invalid.",
                    ])
            }
        }
    }

    @Test("a suspended account is TS-1030")
    func suspended() async throws {
        try await withClient {
            $0.turkeySMS.isActive = false
        } _: { client, _, _ async throws in
            let reply = try await client.turkeySMS("/auth/check")
            #expect(reply.status == 403)
            #expect(reply.json["result_code"] == "TS-1030")
        }
    }

    @Test(
        "a missing right has its special code, else TS-1065",
        arguments: [
            ("/sms/send", "TS-1065"), ("/otp/send", "TS-1036"), ("/otp/detailed", "TS-1037"), ("/group/send", "TS-1066"),
            ("/group/sendMixed", "TS-1066"), ("/sms/status", "TS-1063"), ("/reports/basic", "TS-1065"),
            ("/reports/detailed", "TS-1065"), ("/balance/", "TS-1065"), ("/senderid/check", "TS-1038"),
            ("/groups/create", "TS-1081"), ("/groups/edit", "TS-1084"), ("/groups/delete", "TS-1085"),
            ("/groups/list", "TS-1089"), ("/contacts/add", "TS-1065"), ("/blacklist/add", "TS-1065"),
            ("/blacklist/status", "TS-1065"),
        ])
    func rights(path: String, code: String) async throws {
        try await withClient {
            $0.turkeySMS.permissions = [.postRequest]
        } _: { client, _, _ async throws in
            let reply = try await client.turkeySMS(path)
            #expect(reply.status == 403)
            #expect(reply.json["result"] == false)
            #expect(reply.json["result_code"] == .string(code))
        }
    }

    @Test("without the general right everything but the key check is TS-1061")
    func postRight() async throws {
        try await withClient {
            $0.turkeySMS.permissions.remove(.postRequest)
        } _: { client, _, _ async throws in
            #expect(try await client.turkeySMS("/auth/check").status == 200)
            let reply = try await client.turkeySMS("/balance/")
            #expect(reply.status == 403)
            #expect(reply.json["result_code"] == "TS-1061")
        }
    }

    @Test("the forty-five codes have the documented HTTP status")
    func codes() {
        let expected: [Int: [Int]] = [
            200: [1000, 1022, 1023, 1024, 1040, 1064, 1080, 1087, 1088, 1090, 1100, 1141, 1142, 1143],
            400: [1025, 1026, 1033, 1034, 1052, 1072, 1082, 1083, 1101, 1140, 1144],
            401: [1031, 1050],
            403: [
                1027, 1028, 1029, 1030, 1032, 1036, 1037, 1038, 1060, 1061, 1063, 1065, 1066, 1081, 1084, 1085, 1089,
            ],
            404: [1086],
        ]
        let found = Dictionary(grouping: TurkeySMSCode.allCases, by: \.httpStatus).mapValues { $0.map(\.rawValue).sorted() }
        #expect(found == expected)
        #expect(TurkeySMSCode.allCases.count == 45)
        #expect(Set(TurkeySMSCode.allCases.map(\.message)).count == 45)
    }
}
