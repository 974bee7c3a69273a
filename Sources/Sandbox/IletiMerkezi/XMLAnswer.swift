import Values

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
