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
        // The vendor's older pages name the pair as user and password.
        var authentication: ValueObject = [:]
        for name in ["key", "hash", "username", "password"] {
            if let value = fields[name] { authentication[name] = .string(value) }
        }
        return ProviderRequest(
            method: "POST", path: IletiMerkeziEndpoint.sendSMS.rawValue, contentType: "application/json",
            body: [
                "request": [
                    "authentication": .object(authentication), "order": .object(order),
                ]
            ], answersXML: true)
    }
}
