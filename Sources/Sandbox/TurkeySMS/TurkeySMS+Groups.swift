import CivilDates
import Foundation
import Values

/// A contact group and who is in it.
struct TurkeySMSGroup: Sendable, Codable {
    let id: Int
    var name: String
    /// `YYYY-MM-DD` in Turkey.
    let createdOn: String
    var isDeleted = false
    var contacts: [TurkeySMSContact] = []
}

/// `/groups/create`, `/groups/edit`, `/groups/delete` and `/groups/list`.
extension TurkeySMSSimulator {
    mutating func createGroup(_ fields: ValueObject, now: Date) throws(TurkeySMSCode) -> ProviderAnswer {
        let name = try groupName(fields["group_name"], except: nil)
        let group = TurkeySMSGroup(id: nextGroupID, name: name, createdOn: CivilTime(istanbul: now).dateText)
        nextGroupID += 1
        groups.append(group)
        return TurkeySMSCode.groupCreated.answer([
            "group": [
                "id": .int(Int64(group.id)), "name": .string(name), "created_at": .string(group.createdOn),
            ]
        ])
    }

    mutating func editGroup(_ fields: ValueObject) throws(TurkeySMSCode) -> ProviderAnswer {
        let place = try groupPlace(fields["group_id"])
        let name = try groupName(fields["new_name"], except: groups[place].id)
        groups[place].name = name
        return replay(.groupRenamed, example: .groupCreateNotAllowed, ["new_name": .string(name)])
    }

    mutating func deleteGroup(_ fields: ValueObject) throws(TurkeySMSCode) -> ProviderAnswer {
        let place = try groupPlace(fields["group_id"])
        groups[place].isDeleted = true
        return replay(.groupDeleted, example: .groupNameTaken, [:])
    }

    func listGroups(_ fields: ValueObject) -> ProviderAnswer {
        let search = fields["search"]?.lenientText?.lowercased() ?? ""
        let found = groups.filter { !$0.isDeleted && (search.isEmpty || $0.name.lowercased().contains(search)) }
        let list = found.map { group -> Value in
            ["id": .int(Int64(group.id)), "name": .string(group.name), "date": .string(group.createdOn)]
        }
        return replay(
            .groupsListed, example: .groupNameInvalid,
            ["groups_count": .int(Int64(list.count)), "groups": .list(list)])
    }

    /// The place of a living group of this account.
    func groupPlace(_ field: Value?) throws(TurkeySMSCode) -> Int {
        guard let id = field?.lenientInt, let place = groups.firstIndex(where: { $0.id == id && !$0.isDeleted }) else {
            throw .groupUnknown
        }
        return place
    }

    private func groupName(_ field: Value?, except id: Int?) throws(TurkeySMSCode) -> String {
        guard let name = field?.stringValue, (1...100).contains(name.count), name.contains(where: { !$0.isWhitespace })
        else { throw .groupNameInvalid }
        guard !groups.contains(where: { !$0.isDeleted && $0.name == name && $0.id != id }) else { throw .groupNameTaken }
        return name
    }

    /// The code of the vendor's table, or the one of its example where the account asks for that.
    private func replay(_ code: TurkeySMSCode, example: TurkeySMSCode, _ details: ValueObject) -> ProviderAnswer {
        var answer = code.answer(details)
        if account.replaysExampleCodes, case .object(var body) = answer.body {
            body["result_code"] = .string(example.wire)
            answer.body = .object(body)
        }
        return answer
    }
}
