import Sandbox
import Testing
import Values

/// Groups, contacts and the blacklist.
struct TurkeySMSBookTests {
    @Test("a group is created, renamed, listed and deleted")
    func groups() async throws {
        try await withClient { client, _, _ async throws in
            #expect(
                try await client.turkeySMS("/groups/create", ["group_name": "Regulars"]).json == [
                    "result": true, "result_code": "TS-1080", "result_message": "Group created.",
                    "group": ["id": 2, "name": "Regulars", "created_at": "2026-11-21"],
                ])
            #expect(
                try await client.turkeySMS("/groups/edit", ["group_id": 2, "new_name": "Guests"]).json == [
                    "result": true, "result_code": "TS-1087", "result_message": "Group updated.", "new_name": "Guests",
                ])
            #expect(
                try await client.turkeySMS("/groups/list", ["search": "gue"]).json == [
                    "result": true, "result_code": "TS-1090", "result_message": "Groups listed.", "groups_count": 1,
                    "groups": [["id": 2, "name": "Guests", "date": "2026-11-21"]],
                ])
            #expect(
                try await client.turkeySMS("/groups/delete", ["group_id": 2]).json == [
                    "result": true, "result_code": "TS-1088", "result_message": "Group deleted.",
                ])
            #expect(
                try await client.turkeySMS("/groups/list").json["groups"] == [
                    ["id": 1, "name": "Customers", "date": "2026-11-21"]
                ])
        }
    }

    @Test(
        "what is wrong with a group has its code",
        arguments: [
            ("/groups/create", ["group_name": "Customers"], 400, "TS-1082"),
            ("/groups/create", ["group_name": " "], 400, "TS-1083"),
            ("/groups/create", ["group_name": .string(String(repeating: "g", count: 101))], 400, "TS-1083"),
            ("/groups/edit", ["group_id": 9, "new_name": "X"], 404, "TS-1086"),
            ("/groups/edit", ["group_id": 1, "new_name": ""], 400, "TS-1083"),
            ("/groups/delete", ["group_id": 9], 404, "TS-1086"),
            ("/contacts/add", ["group_id": 9, "gsm_number": "905550000001"], 404, "TS-1086"),
            ("/contacts/add", ["group_id": 1, "gsm_number": "5550000001"], 400, "TS-1101"),
        ] as [(String, ValueObject, Int, String)])
    func wrong(path: String, fields: ValueObject, status: Int, code: String) async throws {
        try await withClient { client, _, _ async throws in
            let reply = try await client.turkeySMS(path, fields)
            #expect(reply.status == status)
            #expect(reply.json["result"] == false)
            #expect(reply.json["result_code"] == .string(code))
        }
    }

    @Test("a switch replays the codes of the vendor's examples")
    func exampleCodes() async throws {
        try await withClient {
            $0.turkeySMS.replaysExampleCodes = true
        } _: { client, _, _ async throws in
            let edit = try await client.turkeySMS("/groups/edit", ["group_id": 1, "new_name": "All"])
            let list = try await client.turkeySMS("/groups/list")
            let delete = try await client.turkeySMS("/groups/delete", ["group_id": 1])
            #expect([edit.status, list.status, delete.status] == [200, 200, 200])
            #expect(
                [edit, delete, list].map { $0.json["result_code"] } == ["TS-1081", "TS-1082", "TS-1083"])
        }
    }

    @Test("a contact is added once")
    func contacts() async throws {
        try await withClient { client, _, _ async throws in
            let fields: ValueObject = ["group_id": 1, "gsm_number": "905550000001", "name": "Ayşe", "f_01": "gold"]
            #expect(
                try await client.turkeySMS("/contacts/add", fields).json == [
                    "result": true, "result_code": "TS-1100", "result_message": "Contact added.", "group_id": 1,
                    "total_sent": 1, "total_added": 1, "total_failed": 0, "mobile": "905550000001",
                ])
            let again = try await client.turkeySMS("/contacts/add", fields)
            #expect(again.status == 400)
            #expect(again.json["result_code"] == "TS-1101")
        }
    }

    @Test("a number is blocked once, and the blacklist answers with `status`, not `result`")
    func blacklist() async throws {
        try await withClient { client, _, _ async throws in
            let unknown = try await client.turkeySMS("/blacklist/status", ["number": "905550000001"])
            #expect(unknown.status == 200)
            #expect(
                unknown.json == [
                    "status": "success", "result_code": "TS-1142", "result_message": "Number is not in the blacklist.",
                    "is_blocked": false,
                ])
            #expect(
                try await client.turkeySMS("/blacklist/add", ["number": "905550000001"]).json == [
                    "status": "success", "result_code": "TS-1141", "result_message": "Number added to the blacklist.",
                ])
            let again = try await client.turkeySMS("/blacklist/add", ["number": "905550000001"])
            #expect(again.status == 400)
            #expect(
                again.json == [
                    "status": "error", "result_code": "TS-1140",
                    "result_message": "Number is already in the blacklist.",
                ])
            #expect(
                try await client.turkeySMS("/blacklist/status", ["number": "905550000001"]).json == [
                    "status": "success", "result_code": "TS-1143", "result_message": "Number is in the blacklist.",
                    "is_blocked": true, "block_date": "2026-11-21", "block_time": "10:00",
                ])
            let bad = try await client.turkeySMS("/blacklist/add", ["number": "90555000001"])
            #expect(bad.status == 400)
            #expect(bad.json["result_code"] == "TS-1144")
            let foreign = try await client.turkeySMS("/blacklist/status", ["number": "4915112345678"])
            #expect(foreign.json["result_code"] == "TS-1144")
        }
    }
}
