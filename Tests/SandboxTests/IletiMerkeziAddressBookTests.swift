import Sandbox
import Testing
import Values

struct IletiMerkeziAddressBookTests {
    @Test("groups stand in groups, and go with the one above them")
    func groups() async throws {
        try await withClient { client, _, _ async throws in
            let root = try await client.iletiMerkezi("add-group", ["group": ["name": "Clinic", "parent": ""]])
            #expect(root.json["response"]?["group"] == ["id": 1, "name": "Clinic"])
            _ = try await client.iletiMerkezi("add-group", ["group": ["name": "Patients", "parent": 1]])
            _ = try await client.iletiMerkezi(
                "add-contact", ["contact": ["name": "Ayşe", "gsm": "5550000001", "groups": ["group": ["id": 2]]]])
            #expect(
                try await client.iletiMerkezi("get-groups").json["response"]?["groups"] == [
                    [
                        "id": 1, "name": "Clinic", "count": 0,
                        "children": [["id": 2, "name": "Patients", "count": 1, "children": []]],
                    ]
                ])
            let inside = try await client.iletiMerkezi("edit-group", ["group": ["id": 1, "name": "Clinic", "parent": 2]])
            #expect(inside.status == 463)
            #expect(try await client.iletiMerkezi("delete-group", ["group": ["id": 1]]).status == 200)
            #expect(try await client.iletiMerkezi("get-group", ["group": ["id": 2]]).status == 463)
            let contact = try await client.iletiMerkezi("get-contact", ["contact": ["id": 3]])
            #expect(
                contact.json["response"]?["contact"] == [
                    "id": 3, "name": "Ayşe", "surname": "", "email": "", "gsm": "+905550000001", "custom_fields": [],
                    "groups": [],
                ])
        }
    }

    @Test("a contact is changed, found and removed")
    func contacts() async throws {
        try await withClient { client, _, _ async throws in
            _ = try await client.iletiMerkezi("add-contact", ["contact": ["name": "Ali", "email": "ali@example.com"]])
            let edited = try await client.iletiMerkezi(
                "edit-contact",
                [
                    "contact": [
                        "id": 1, "surname": "Demo", "custom_fields": ["custom_field": [["id": 1, "value": "gold"]]],
                    ]
                ])
            #expect(
                edited.json["response"]?["contact"]?["custom_fields"] == [["id": 1, "value": "gold"]])
            let found = try await client.iletiMerkezi("search-contacts", ["search": ["key": "EXAMPLE"]])
            #expect(found.json["response"]?["contacts"]?[0]?["surname"] == "Demo")
            #expect(try await client.iletiMerkezi("delete-contact", ["contact": ["id": 1]]).status == 200)
            #expect(try await client.iletiMerkezi("get-contact", ["contact": ["id": 1]]).status == 465)
        }
    }

    @Test(
        "what is wrong has its code",
        arguments: [
            ("add-group", ["group": ["name": ""]], 461), ("add-group", ["group": ["name": "A", "parent": 9]], 463),
            ("edit-group", ["group": ["name": "A"]], 462), ("delete-group", ["group": ["id": 9]], 463),
            ("get-group-contacts", ["group": ["id": 9]], 463), ("add-contact", ["contact": [:]], 472),
            (
                "add-contact",
                ["contact": ["name": "A", "custom_fields": ["custom_field": [["id": 9, "value": "x"]]]]], 473
            ),
            ("add-contact", ["contact": ["gsm": "123"]], 466),
            ("add-contact", ["contact": ["name": "A", "groups": ["group": ["id": 9]]]], 463),
            ("search-contacts", ["search": ["key": "ab"]], 471),
            ("search-contacts", ["search": ["key": "nobody"]], 465),
        ] as [(String, ValueObject, Int)])
    func wrong(operation: String, fields: ValueObject, code: Int) async throws {
        try await withClient { client, _, _ async throws in
            let reply = try await client.iletiMerkezi(operation, fields)
            #expect(reply.status == code)
            #expect(reply.json["response"]?["status"]?["code"] == .int(Int64(code)))
        }
    }
}
