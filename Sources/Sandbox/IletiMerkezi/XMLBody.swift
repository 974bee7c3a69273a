import Values

/// Reads an XML body as the JSON body of the same request: elements are members, and one that is repeated becomes a list.
///
/// Only what requests are made of: elements, text, CDATA, comments, the declaration, characters by name or number. A document
/// type is refused, so that nothing can declare an entity; attributes are passed over.
struct XMLBody {
    struct Malformed: Error {}

    /// Elements that hold a list even when they come once, by the element around them.
    private static let lists = ["receipents": "number", "consent": "list", "custom_fields": "custom_field"]
    private static let namedCharacters = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
    private static let maximumDepth = 32

    private let bytes: [UInt8]
    private var place = 0

    static func read(_ bytes: [UInt8]) throws(Malformed) -> Value {
        var body = XMLBody(bytes: bytes)
        _ = body.skip("\u{FEFF}")
        try body.skipBetweenElements()
        let (name, value) = try body.element(depth: 0)
        try body.skipBetweenElements()
        guard body.place == bytes.count else { throw Malformed() }
        return .object([name: value])
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func element(depth: Int) throws(Malformed) -> (name: String, value: Value) {
        guard depth < XMLBody.maximumDepth, skip("<") else { throw Malformed() }
        let name = try name()
        guard try isOpenAfterAttributes() else { return (name, "") }
        var text: [UInt8] = []
        var isVerbatim = false
        var names: [String] = []
        var members: [String: [Value]] = [:]
        while !skip("</") {
            if skip("<![CDATA[") {
                isVerbatim = true
                text += try upTo("]]>")
            } else if skip("<!--") {
                _ = try upTo("-->")
            } else if peek == UInt8(ascii: "<") {
                let child = try element(depth: depth + 1)
                if members[child.name] == nil { names.append(child.name) }
                members[child.name, default: []].append(child.value)
            } else if skip("&") {
                text += try character().utf8
            } else {
                guard let byte = peek else { throw Malformed() }
                text.append(byte)
                place += 1
            }
        }
        guard try self.name() == name else { throw Malformed() }
        skipSpace()
        guard skip(">") else { throw Malformed() }
        return (name, names.isEmpty ? try value(text, isVerbatim: isVerbatim) : value(names, members, of: name))
    }

    private func value(_ text: [UInt8], isVerbatim: Bool) throws(Malformed) -> Value {
        guard let text = String(validating: text, as: UTF8.self) else { throw Malformed() }
        guard !isVerbatim else { return .string(text) }
        let withoutMargin = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        return .string(String(withoutMargin))
    }

    private func value(_ names: [String], _ members: [String: [Value]], of parent: String) -> Value {
        var object: ValueObject = [:]
        for name in names {
            let values = members[name] ?? []
            object[name] = values.count == 1 && XMLBody.lists[parent] != name ? values[0] : .list(values)
        }
        return .object(object)
    }

    /// The rest of a start tag; false for an element without content.
    private mutating func isOpenAfterAttributes() throws(Malformed) -> Bool {
        while let byte = peek {
            place += 1
            switch byte {
            case UInt8(ascii: ">"): return bytes[place - 2] != UInt8(ascii: "/")
            case UInt8(ascii: "\""): _ = try upTo("\"")
            case UInt8(ascii: "'"): _ = try upTo("'")
            case UInt8(ascii: "<"): throw Malformed()
            default: break
            }
        }
        throw Malformed()
    }

    private mutating func character() throws(Malformed) -> String {
        let name = String(decoding: try upTo(";"), as: UTF8.self)
        if let character = XMLBody.namedCharacters[name] { return character }
        let number =
            name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : name.hasPrefix("#") ? UInt32(name.dropFirst()) : nil
        guard let number, let scalar = Unicode.Scalar(number) else { throw Malformed() }
        return String(Character(scalar))
    }

    private mutating func name() throws(Malformed) -> String {
        let start = place
        while let byte = peek, !XMLBody.isSpace(byte), !"></=&\"'".utf8.contains(byte) { place += 1 }
        guard place > start, let name = String(validating: bytes[start..<place], as: UTF8.self) else { throw Malformed() }
        return name
    }

    /// The declaration, comments and space around the document's one element.
    private mutating func skipBetweenElements() throws(Malformed) {
        while true {
            skipSpace()
            if skip("<?") {
                _ = try upTo("?>")
            } else if skip("<!--") {
                _ = try upTo("-->")
            } else {
                return
            }
        }
    }

    // MARK: Bytes

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private mutating func skipSpace() {
        while let byte = peek, XMLBody.isSpace(byte) { place += 1 }
    }

    private mutating func skip(_ text: String) -> Bool {
        guard bytes[place...].starts(with: text.utf8) else { return false }
        place += text.utf8.count
        return true
    }

    /// What stands before the mark; the place is behind it afterwards.
    private mutating func upTo(_ mark: String) throws(Malformed) -> ArraySlice<UInt8> {
        let start = place
        while place < bytes.count {
            let end = place
            if skip(mark) { return bytes[start..<end] }
            place += 1
        }
        throw Malformed()
    }
}
