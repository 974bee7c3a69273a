import Foundation

/// A path as the system knows it: bytes without a zero, which need not be UTF-8.
public struct BytePath: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// From the base 64 text of its bytes; nil where it is none, or holds a zero.
    public init?(base64: String) {
        guard let data = Data(base64Encoded: base64), !data.contains(0) else { return nil }
        bytes = Array(data)
    }

    public var base64: String { Data(bytes).base64EncodedString() }

    /// What comes after the last slash.
    public var name: BytePath { BytePath(bytes: Array(bytes[(bytes.lastIndex(of: 0x2F).map { $0 + 1 } ?? 0)...])) }

    /// The folder that it lies in; `/` is its own.
    public var parent: BytePath {
        guard let slash = bytes.lastIndex(of: 0x2F) else { return BytePath(".") }
        return slash == 0 ? BytePath("/") : BytePath(bytes: Array(bytes[..<slash]))
    }

    public func appending(_ name: BytePath) -> BytePath {
        if bytes.isEmpty { return name }
        return BytePath(bytes: bytes.last == 0x2F ? bytes + name.bytes : bytes + [0x2F] + name.bytes)
    }

    /// The path from a folder to this one; nil where it does not lie below it.
    public func relative(to folder: BytePath) -> BytePath? {
        let prefix = folder.bytes.last == 0x2F ? folder.bytes : folder.bytes + [0x2F]
        guard bytes.count > prefix.count, bytes.starts(with: prefix) else { return nil }
        return BytePath(bytes: Array(bytes[prefix.count...]))
    }

    /// An absolute path without `.`, `..` and doubled slashes. Symbolic links are not followed.
    public func absolute(in folder: BytePath) -> BytePath {
        var parts: [ArraySlice<UInt8>] = []
        let whole = bytes.first == 0x2F ? bytes : folder.bytes + [0x2F] + bytes
        for part in whole.split(separator: 0x2F) where part != [0x2E] {
            if part == [0x2E, 0x2E] { _ = parts.popLast() } else { parts.append(part) }
        }
        return BytePath(bytes: parts.isEmpty ? [0x2F] : parts.flatMap { [0x2F] + $0 })
    }

    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (bytes + [0]).withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                // A buffer with a zero in it has an address.
                guard let start = characters.baseAddress else {
                    preconditionFailure("an array of at least one byte has no address")
                }
                return body(start)
            }
        }
    }
}

extension BytePath: CustomStringConvertible {
    /// The text that the bytes are, where they are UTF-8. Otherwise each byte that is part of no character becomes `\xHH`; such a text
    /// is for reading, and only the base 64 form names the file.
    public var description: String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        var rest = bytes[...]
        while let lead = rest.first {
            let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
            if let character = String(validating: rest.prefix(length), as: UTF8.self) {
                text += character
                rest = rest.dropFirst(length)
            } else {
                text += "\\x" + (lead < 16 ? "0" : "") + String(lead, radix: 16, uppercase: true)
                rest = rest.dropFirst()
            }
        }
        return text
    }
}
