/// Requests in XML: the path of the JSON form without `/json`, the same fields, and an answer in XML. Shop plugins speak it.
enum IletiMerkeziXMLForm {
    /// The request in its JSON form; nil for any other request. A body that is no XML stays unreadable, and a path that no
    /// operation has stays unknown.
    ///
    /// - Parameter path: without the prefix of the provider.
    static func request(method: String, path: String, contentType: String?, body: [UInt8]) -> ProviderRequest? {
        guard method == "POST" else { return nil }
        let endpoint = IletiMerkeziEndpoint(rawValue: path + (path.hasSuffix("/") ? "json" : "/json"))
        guard endpoint != nil || (!path.hasSuffix("/json") && contentType?.lowercased().contains("xml") == true) else {
            return nil
        }
        return ProviderRequest(
            method: method, path: endpoint?.rawValue ?? path, contentType: "application/json", body: try? XMLBody.read(body),
            answersXML: true)
    }
}
