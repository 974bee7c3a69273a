import Values

/// A number in a group.
struct TurkeySMSContact: Sendable, Equatable, Codable {
    let number: String
    let name: String
    let freeFields: [String]
}

/// `/contacts/add`.
extension TurkeySMSSimulator {
    mutating func addContact(_ fields: ValueObject) throws(TurkeySMSCode) -> ProviderAnswer {
        let place = try groupPlace(fields["group_id"])
        guard let number = TurkeySMSNumber(fields["gsm_number"]?.lenientText),
            !groups[place].contacts.contains(where: { $0.number == number.digits })
        else { throw .contactNotAdded }
        groups[place].contacts.append(
            TurkeySMSContact(
                number: number.digits, name: fields["name"]?.lenientText ?? "",
                freeFields: ["f_01", "f_02", "f_03"].map { fields[$0]?.lenientText ?? "" }))
        return TurkeySMSCode.contactAdded.answer([
            "group_id": .int(Int64(groups[place].id)),
            "total_sent": 1,
            "total_added": 1,
            "total_failed": 0,
            "mobile": .string(number.digits),
        ])
    }
}
