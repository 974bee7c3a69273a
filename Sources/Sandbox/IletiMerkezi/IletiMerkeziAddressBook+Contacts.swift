import Values

/// `add-contact`, `edit-contact`, `delete-contact`, `get-contact` and `search-contacts`.
extension IletiMerkeziAddressBook {
    mutating func addContact(_ field: Value?) throws(IletiMerkeziCode) -> ValueObject {
        var contact = Contact(id: 0, name: "", surname: "", email: "", gsm: "", customFields: [], groups: [])
        try fill(&contact, from: field)
        contact.id = makeID()
        contacts.append(contact)
        return ["contact": render(contact)]
    }

    mutating func editContact(_ field: Value?) throws(IletiMerkeziCode) -> ValueObject {
        let place = try contactPlace(field)
        var contact = contacts[place]
        try fill(&contact, from: field)
        contacts[place] = contact
        return ["contact": render(contact)]
    }

    mutating func deleteContact(_ field: Value?) throws(IletiMerkeziCode) -> ValueObject {
        contacts.remove(at: try contactPlace(field))
        return [:]
    }

    func getContact(_ field: Value?) throws(IletiMerkeziCode) -> ValueObject {
        ["contact": render(contacts[try contactPlace(field)])]
    }

    func searchContacts(_ field: Value?) throws(IletiMerkeziCode) -> ValueObject {
        guard let key = field?["key"]?.lenientText?.lowercased(), key.count >= 3 else { throw .searchTermShort }
        let found = contacts.filter { contact in
            [contact.name, contact.surname, contact.email, contact.gsm].contains { $0.lowercased().contains(key) }
        }
        guard !found.isEmpty else { throw .contactUnknown }
        return ["contacts": .list(try page(of: found, field).map(render))]
    }

    /// Takes over what the request names; what it leaves out stays.
    private func fill(_ contact: inout Contact, from field: Value?) throws(IletiMerkeziCode) {
        contact.name = field?["name"]?.lenientText ?? contact.name
        contact.surname = field?["surname"]?.lenientText ?? contact.surname
        contact.email = field?["email"]?.lenientText ?? contact.email
        if let gsm = field?["gsm"]?.lenientText, !gsm.isEmpty {
            guard let digits = IletiMerkeziNumber.digits(gsm) else { throw .numberInvalid }
            contact.gsm = digits
        }
        guard ![contact.name, contact.surname, contact.email, contact.gsm].allSatisfy(\.isEmpty) else { throw .contactEmpty }
        if let list = field?["custom_fields"]?["custom_field"]?.listValue {
            var customFields: [Contact.CustomField] = []
            for entry in list {
                guard let id = entry["id"]?.lenientInt, IletiMerkeziAddressBook.customFieldIDs.contains(id) else {
                    throw .customFieldUnknown
                }
                customFields.append(Contact.CustomField(id: id, value: entry["value"]?.lenientText ?? ""))
            }
            contact.customFields = customFields
        }
        if let named = groupFields(field) {
            var ids: [Int] = []
            for group in named { ids.append(groups[try groupPlace(group)].id) }
            contact.groups = ids
        }
    }

    /// Adding names one group, editing a list of them.
    private func groupFields(_ field: Value?) -> [Value]? {
        let groups = field?["groups"]
        if let one = groups?["group"]?["id"] { return [one] }
        guard let ids = groups?["id"] else { return nil }
        return ids.listValue ?? [ids]
    }
}
