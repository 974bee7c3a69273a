import Values

/// `add-group`, `edit-group`, `delete-group`, `get-groups`, `get-group` and `get-group-contacts`.
extension IletiMerkeziAddressBook {
    mutating func addGroup(_ field: Value?) throws(IletiMerkeziCode) -> ValueObject {
        let name = try groupName(field)
        let parent = try parent(field)
        let group = Group(id: makeID(), name: name, parent: parent)
        groups.append(group)
        return summary(of: group)
    }

    mutating func editGroup(_ field: Value?) throws(IletiMerkeziCode) -> ValueObject {
        guard let id = field?["id"]?.lenientInt, let place = groups.firstIndex(where: { $0.id == id }) else {
            throw .groupIDEmpty
        }
        let name = try groupName(field)
        let parent = try parent(field)
        guard parent.map({ !isInside($0, id) }) ?? true else { throw .groupUnknown }
        groups[place].name = name
        groups[place].parent = parent
        return summary(of: groups[place])
    }

    /// Removes the group and those below it; the contacts stay.
    mutating func deleteGroup(_ field: Value?) throws(IletiMerkeziCode) -> ValueObject {
        let id = groups[try groupPlace(field?["id"])].id
        let removed = Set(groups.filter { isInside($0.id, id) }.map(\.id))
        groups.removeAll { removed.contains($0.id) }
        for place in contacts.indices { contacts[place].groups.removeAll { removed.contains($0) } }
        return [:]
    }

    func getGroups() -> ValueObject {
        ["groups": .list(groups.filter { $0.parent == nil }.map(tree))]
    }

    func getGroup(_ field: Value?) throws(IletiMerkeziCode) -> ValueObject {
        ["group": tree(groups[try groupPlace(field?["id"])])]
    }

    func getGroupContacts(_ field: Value?) throws(IletiMerkeziCode) -> ValueObject {
        let id = groups[try groupPlace(field?["id"])].id
        let found = contacts.filter { $0.groups.contains(id) }
        guard !found.isEmpty else { throw .contactUnknown }
        return ["contacts": .list(try page(of: found, field).map(render))]
    }

    func page(of found: [Contact], _ field: Value?) throws(IletiMerkeziCode) -> ArraySlice<Contact> {
        let page = field?["page"].map { $0.lenientInt ?? 0 } ?? 1
        guard page >= 1 else { throw .pageInvalid }
        let rowCount = min(max(field?["rowCount"]?.lenientInt ?? 1000, 1), 1000)
        let (skipped, overflow) = (page - 1).multipliedReportingOverflow(by: rowCount)
        return found.dropFirst(overflow ? found.count : min(skipped, found.count)).prefix(rowCount)
    }

    private func groupName(_ field: Value?) throws(IletiMerkeziCode) -> String {
        guard let name = field?["name"]?.lenientText, !name.isEmpty else { throw .groupNameEmpty }
        return name
    }

    /// Empty text, 0 and nothing mean a root.
    private func parent(_ field: Value?) throws(IletiMerkeziCode) -> Int? {
        guard let parent = field?["parent"], !parent.isNull, parent != "", parent.lenientInt != 0 else { return nil }
        return groups[try groupPlace(parent)].id
    }

    /// Whether a group is another or stands somewhere below it.
    private func isInside(_ id: Int, _ ancestor: Int) -> Bool {
        var present: Int? = id
        while let current = present {
            if current == ancestor { return true }
            present = groups.first { $0.id == current }?.parent
        }
        return false
    }

    private func summary(of group: Group) -> ValueObject {
        ["group": ["id": .int(Int64(group.id)), "name": .string(group.name)]]
    }

    private func tree(_ group: Group) -> Value {
        [
            "id": .int(Int64(group.id)),
            "name": .string(group.name),
            "count": .int(Int64(contacts.count { $0.groups.contains(group.id) })),
            "children": .list(groups.filter { $0.parent == group.id }.map(tree)),
        ]
    }
}
