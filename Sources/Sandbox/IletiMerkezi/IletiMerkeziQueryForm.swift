import Foundation
import Values

/// The send request that iletiMerkezi also takes as the query of a GET; its answer is XML. Community packages use it.
enum IletiMerkeziQueryForm {
    private static let paths = ["/v1/send-sms/get", "/v1/send-sms/get/"]

    /// The request in its JSON form; nil for any other request.
    ///
    /// - Parameters:
    ///   - path: without the prefix of the provider.
    ///   - query: as it stands in the address.
    static func request(method: String, path: String, query: String?) -> ProviderRequest? {
        guard method == "GET", paths.contains(path) else { return nil }
        let fields = Dictionary(QueryFields.all(in: query ?? "").map { ($0.name, $0.value) }) { _, last in last }
        var order: ValueObject = [:]
        for name in ["sender", "iys", "iysList", "sendDateTime"] {
            if let value = fields[name] { order[name] = .string(value) }
        }
        let numbers = (fields["receipents"] ?? "").split(separator: ",").map { Value.string(String($0)) }
        order["message"] = ["text": .string(fields["text"] ?? ""), "receipents": ["number": .list(numbers)]]
        return ProviderRequest(
            method: "POST", path: IletiMerkeziEndpoint.sendSMS.rawValue, contentType: "application/json",
            body: [
                "request": [
                    "authentication": ["key": .string(fields["key"] ?? ""), "hash": .string(fields["hash"] ?? "")],
                    "order": .object(order),
                ]
            ], answersXML: true)
    }
}

/// An answer as XML: members are elements, and a list repeats its element.
enum XMLAnswer {
    static func bytes(_ body: Value) -> [UInt8] {
        Array(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + elements(of: body)).utf8)
    }

    private static func elements(of value: Value) -> String {
        guard let members = value.objectValue else { return escaped(value.lenientText ?? value.jsonText()) }
        return members.map { name, member in
            (member.listValue ?? [member]).map { "<\(name)>\(elements(of: $0))</\(name)>" }.joined()
        }.joined()
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
