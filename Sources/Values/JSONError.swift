/// Why a text is not the JSON that was asked for, with the exact place.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Problem: Equatable, Sendable {
        case unexpectedEnd(expected: String)
        case unexpectedByte(found: UInt8, expected: String)
        case trailingText
        case invalidNumber
        case numberOutOfRange
        case invalidEscape
        case loneSurrogate
        case controlCharacter(UInt8)
        case invalidUTF8
        case tooDeep(limit: Int)
        case tooLarge(limit: Int)
    }

    public let problem: Problem
    /// Bytes from the start of the text.
    public let offset: Int
    /// Line and column from 1; the column counts bytes.
    public let line: Int
    public let column: Int

    public var description: String { "\(reason) at byte \(offset) (line \(line), column \(column))" }

    /// The reason without the place.
    public var reason: String {
        switch problem {
        case .unexpectedEnd(let expected): "the text ends where \(expected) was expected"
        case .unexpectedByte(let found, let expected): "found \(Self.name(found)) where \(expected) was expected"
        case .trailingText: "there is more text after the value"
        case .invalidNumber: "this is not a JSON number"
        case .numberOutOfRange: "this number is too large for a 64-bit double"
        case .invalidEscape: "this is not a JSON escape sequence"
        case .loneSurrogate: "this escape is half of a surrogate pair"
        case .controlCharacter(let byte): "a control character (\(byte)) inside text must be escaped"
        case .invalidUTF8: "this is not UTF-8"
        case .tooDeep(let limit): "values are nested deeper than \(limit)"
        case .tooLarge(let limit): "the text is larger than \(limit) bytes"
        }
    }

    private static func name(_ byte: UInt8) -> String {
        switch byte {
        case 0x0A: "a line end"
        case 0x20...0x7E: "`\(Character(Unicode.Scalar(byte)))`"
        default: "byte \(byte)"
        }
    }
}
