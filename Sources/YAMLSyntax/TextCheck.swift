import Diagnostics

/// Turns bytes into a text that libyaml will read without complaint about single characters, or says what is wrong.
enum TextCheck {
    /// The text without its byte-order mark, or the reasons why there is none.
    static func read(_ bytes: [UInt8], path: String, limit: Int) -> (source: SourceText?, diagnostics: [Diagnostic]) {
        func refuse(_ code: YAMLCode, _ message: String, help: [String] = []) -> (SourceText?, [Diagnostic]) {
            let file = SourceFile(path: path, text: "")
            return (nil, [Diagnostic(code, message, at: SourceLocation(file: file, range: .empty), help: help)])
        }
        guard bytes.count <= limit else {
            return refuse(.fileTooLarge, "the file has \(bytes.count) bytes; at most \(limit) are read")
        }
        let utf16: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]
        let looksLikeUTF16 = bytes.count >= 2 && (utf16.contains(Array(bytes.prefix(2))) || (bytes[0] == 0) != (bytes[1] == 0))
        if looksLikeUTF16 {
            return refuse(.notUTF8, "the file is UTF-16; only UTF-8 is read", help: ["save the file as UTF-8"])
        }
        var content = bytes[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
        guard let text = String(validating: content, as: UTF8.self) else {
            let (place, byte) = firstInvalidByte(content)
            let readable = SourceFile(path: path, text: String(decoding: content, as: UTF8.self))
            let hexadecimal = String(byte, radix: 16, uppercase: true)
            return (
                nil,
                [
                    Diagnostic(
                        YAMLCode.notUTF8, "the file is not UTF-8: found the byte 0x\(hexadecimal)",
                        at: SourceLocation(file: readable, range: SourceText(file: readable).range(place, place + 1)),
                        help: ["save the file as UTF-8; ş, ğ and ı from Windows-1254 or ISO 8859-9 look like this"])
                ]
            )
        }
        let source = SourceText(file: SourceFile(path: path, text: text))
        let found = controlCharacters(source)
        return (found.isEmpty ? source : nil, found)
    }

    /// Where the first byte that is no UTF-8 stands, in characters.
    private static func firstInvalidByte(_ content: ArraySlice<UInt8>) -> (offset: Int, byte: UInt8) {
        var decoder = UTF8()
        var iterator = content.makeIterator()
        var characters = 0
        var position = content.startIndex
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar):
                characters += 1
                position += UTF8.width(scalar)
            case .emptyInput, .error: return (characters, content.indices.contains(position) ? content[position] : 0)
            }
        }
    }

    /// The first few characters that have no business in a file that people read.
    private static func controlCharacters(_ source: SourceText) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for (offset, scalar) in source.scalars.enumerated() where !isAllowed(scalar) {
            if found.count == 10 { break }
            let code = String(scalar.value, radix: 16, uppercase: true)
            let name = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
            found.append(
                Diagnostic(
                    YAMLCode.controlCharacter, "the file contains the \(kind(of: scalar)) \(name)",
                    at: source.location(source.range(offset, offset + 1)), label: "delete it",
                    help: scalar.value < 0x10000 && scalar.value != 0
                        ? ["in double quotes it can be written as \"\\u\(name.dropFirst(2))\""] : []))
        }
        return found
    }

    private static func kind(of scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x2028, 0x2029: "invisible line separator"
        case 0xFEFF: "byte-order mark"
        case 0xFFFE...: "non-character"
        default: "control character"
        }
    }

    /// What YAML calls printable, less the line ends that only YAML 1.1 knows: they would end a comment where no editor shows it.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E: true
        case 0x2028, 0x2029, 0xFEFF: false
        case 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
