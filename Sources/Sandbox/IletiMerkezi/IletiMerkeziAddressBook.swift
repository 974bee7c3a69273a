import Values

/// Groups of groups and the people in them, as the beta endpoints keep them.
struct IletiMerkeziAddressBook: Sendable, Codable {
    struct Group: Sendable, Codable {
        let id: Int
        var name: String
        /// Nil for a root.
        var parent: Int?
    }

    struct Contact: Sendable, Codable {
        struct CustomField: Sendable, Codable {
            let id: Int
            let value: String
        }

        var id: Int
        var name: String
        var surname: String
        var email: String
        /// Digits with the country code, or empty.
        var gsm: String
        var customFields: [CustomField]
        var groups: [Int]
    }

    /// The only custom fields that the account has.
    static let customFieldIDs = 1...3

    var groups: [Group] = []
    var contacts: [Contact] = []
    private var nextID = 1

    mutating func makeID() -> Int {
        defer { nextID += 1 }
        return nextID
    }

    func groupPlace(_ field: Value?) throws(IletiMerkeziCode) -> Int {
        guard let id = field?.lenientInt, let place = groups.firstIndex(where: { $0.id == id }) else { throw .groupUnknown }
        return place
    }

    func contactPlace(_ field: Value?) throws(IletiMerkeziCode) -> Int {
        guard let id = field?["id"]?.lenientInt, let place = contacts.firstIndex(where: { $0.id == id }) else {
            throw .contactUnknown
        }
        return place
    }

    func render(_ contact: Contact) -> Value {
        [
            "id": .int(Int64(contact.id)),
            "name": .string(contact.name),
            "surname": .string(contact.surname),
            "email": .string(contact.email),
            "gsm": .string(contact.gsm.isEmpty ? "" : "+" + contact.gsm),
            "custom_fields": .list(
                contact.customFields.map { ["id": .int(Int64($0.id)), "value": .string($0.value)] }),
            "groups": .list(contact.groups.map { .int(Int64($0)) }),
        ]
    }
}
