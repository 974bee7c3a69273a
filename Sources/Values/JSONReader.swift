/// Reads one JSON text (RFC 8259) into a `Value`.
///
/// Numbers without fraction and exponent that fit 64 bits become `int`, all others `double`. Where an object repeats a key, the
/// last value wins. Text after the value, lone surrogates and control characters inside text are errors.
public struct JSONReader: Sendable {
    /// Nesting of lists and objects.
    public var maximumDepth: Int
    /// Bytes of the whole text.
    public var maximumSize: Int

    public init(maximumDepth: Int = 128, maximumSize: Int = 64 << 20) {
        self.maximumDepth = maximumDepth
        self.maximumSize = maximumSize
    }

    public func read(_ text: String) throws(JSONError) -> Value {
        try read(Array(text.utf8))
    }

    public func read(_ bytes: [UInt8]) throws(JSONError) -> Value {
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(JSONError) in try read(buffer) }
        }
        return try result.get()
    }

    public func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> Value {
        guard bytes.count <= maximumSize else {
            throw JSONError(problem: .tooLarge(limit: maximumSize), offset: maximumSize, line: 1, column: maximumSize + 1)
        }
        var scanner = Scanner(bytes: bytes, maximumDepth: maximumDepth)
        return try scanner.document()
    }
}

private struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    let maximumDepth: Int
    var position = 0
    var depth = 0

    init(bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func document() throws(JSONError) -> Value {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw error(.trailingText) }
        return value
    }

    func error(_ problem: JSONError.Problem, at offset: Int? = nil) -> JSONError {
        let offset = offset ?? position
        var line = 1
        var lineStart = 0
        for index in 0..<min(offset, bytes.count) where bytes[index] == 0x0A {
            line += 1
            lineStart = index + 1
        }
        return JSONError(problem: problem, offset: offset, line: line, column: offset - lineStart + 1)
    }

    func unexpected(_ expected: String) -> JSONError {
        position < bytes.count
            ? error(.unexpectedByte(found: bytes[position], expected: expected)) : error(.unexpectedEnd(expected: expected))
    }

    @inline(__always)
    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    mutating func value() throws(JSONError) -> Value {
        skipSpace()
        guard position < bytes.count else { throw unexpected("a value") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try list()
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw unexpected("a value")
        }
    }

    mutating func word(_ word: StaticString, _ value: Value) throws(JSONError) -> Value {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < bytes.count, bytes[position] == word.utf8Start[index] else { throw unexpected("`\(word)`") }
            position += 1
        }
        return value
    }

    mutating func enter() throws(JSONError) {
        depth += 1
        guard depth <= maximumDepth else { throw error(.tooDeep(limit: maximumDepth)) }
        position += 1
    }

    mutating func object() throws(JSONError) -> Value {
        try enter()
        var members = ValueObject()
        skipSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: "}") {
            position += 1
            depth -= 1
            return .object(members)
        }
        while true {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
                throw unexpected("a key in double quotes")
            }
            let key = try text()
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { throw unexpected("`:`") }
            position += 1
            members.set(key, to: try value())
            skipSpace()
            guard position < bytes.count else { throw unexpected("`,` or `}`") }
            switch bytes[position] {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "}"):
                position += 1
                depth -= 1
                return .object(members)
            default: throw unexpected("`,` or `}`")
            }
        }
    }

    mutating func list() throws(JSONError) -> Value {
        try enter()
        var elements: [Value] = []
        skipSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: "]") {
            position += 1
            depth -= 1
            return .list(elements)
        }
        while true {
            elements.append(try value())
            skipSpace()
            guard position < bytes.count else { throw unexpected("`,` or `]`") }
            switch bytes[position] {
            case UInt8(ascii: ","): position += 1
            case UInt8(ascii: "]"):
                position += 1
                depth -= 1
                return .list(elements)
            default: throw unexpected("`,` or `]`")
            }
        }
    }

    // MARK: Numbers

    private func isDigit(at index: Int) -> Bool {
        index < bytes.count && bytes[index] >= UInt8(ascii: "0") && bytes[index] <= UInt8(ascii: "9")
    }

    mutating func number() throws(JSONError) -> Value {
        let start = position
        var index = position
        let negative = bytes[index] == UInt8(ascii: "-")
        if negative { index += 1 }
        guard isDigit(at: index) else { throw error(.invalidNumber, at: start) }
        var magnitude: UInt64 = 0
        var overflow = false
        if bytes[index] == UInt8(ascii: "0") {
            index += 1
            guard !isDigit(at: index) else { throw error(.invalidNumber, at: start) }
        } else {
            while isDigit(at: index) {
                let (product, over1) = magnitude.multipliedReportingOverflow(by: 10)
                let (sum, over2) = product.addingReportingOverflow(UInt64(bytes[index] - UInt8(ascii: "0")))
                overflow = overflow || over1 || over2
                magnitude = sum
                index += 1
            }
        }
        var isInteger = true
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            isInteger = false
            index += 1
            guard isDigit(at: index) else { throw error(.invalidNumber, at: start) }
            while isDigit(at: index) { index += 1 }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") { index += 1 }
            guard isDigit(at: index) else { throw error(.invalidNumber, at: start) }
            while isDigit(at: index) { index += 1 }
        }
        position = index
        if isInteger, !overflow {
            if !negative, magnitude <= UInt64(Int64.max) { return .int(Int64(magnitude)) }
            if negative, magnitude <= UInt64(Int64.max) + 1 { return .int(Int64(truncatingIfNeeded: 0 &- magnitude)) }
        }
        let digits = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self)
        guard let double = Double(digits) else { throw error(.invalidNumber, at: start) }
        guard double.isFinite else { throw error(.numberOutOfRange, at: start) }
        return .double(double)
    }

    // MARK: Text

    mutating func text() throws(JSONError) -> String {
        position += 1
        let start = position
        // Most text has no escapes: find its end and take the bytes as they are.
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let string = try utf8(start, position)
                position += 1
                return string
            }
            if byte == UInt8(ascii: "\\") { break }
            guard byte >= 0x20 else { throw error(.controlCharacter(byte)) }
            position += 1
        }
        var buffer = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                guard let string = String(validating: buffer, as: UTF8.self) else {
                    throw error(.invalidUTF8, at: firstInvalidByte(from: start))
                }
                return string
            case UInt8(ascii: "\\"): try escape(into: &buffer)
            case 0..<0x20: throw error(.controlCharacter(byte))
            default:
                buffer.append(byte)
                position += 1
            }
        }
        throw error(.unexpectedEnd(expected: "`\"`"))
    }

    private func utf8(_ from: Int, _ to: Int) throws(JSONError) -> String {
        guard let string = String(validating: UnsafeBufferPointer(rebasing: bytes[from..<to]), as: UTF8.self) else {
            throw error(.invalidUTF8, at: firstInvalidByte(from: from))
        }
        return string
    }

    /// Where the bytes stop being UTF-8.
    private func firstInvalidByte(from start: Int) -> Int {
        var codec = UTF8()
        var iterator = bytes[start...].makeIterator()
        var offset = start
        while case .scalarValue(let scalar) = codec.decode(&iterator) { offset += UTF8.width(scalar) }
        return offset
    }

    private mutating func escape(into buffer: inout [UInt8]) throws(JSONError) {
        let start = position
        guard position + 1 < bytes.count else { throw error(.unexpectedEnd(expected: "an escape sequence"), at: bytes.count) }
        position += 2
        switch bytes[start + 1] {
        case UInt8(ascii: "\""): buffer.append(0x22)
        case UInt8(ascii: "\\"): buffer.append(0x5C)
        case UInt8(ascii: "/"): buffer.append(0x2F)
        case UInt8(ascii: "b"): buffer.append(0x08)
        case UInt8(ascii: "f"): buffer.append(0x0C)
        case UInt8(ascii: "n"): buffer.append(0x0A)
        case UInt8(ascii: "r"): buffer.append(0x0D)
        case UInt8(ascii: "t"): buffer.append(0x09)
        case UInt8(ascii: "u"):
            var code = try hexadecimal(start)
            if code >= 0xDC00, code <= 0xDFFF { throw error(.loneSurrogate, at: start) }
            if code >= 0xD800, code <= 0xDBFF {
                guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
                else { throw error(.loneSurrogate, at: start) }
                position += 2
                let low = try hexadecimal(start)
                guard low >= 0xDC00, low <= 0xDFFF else { throw error(.loneSurrogate, at: start) }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw error(.invalidEscape, at: start) }
            buffer.append(contentsOf: UTF8.encode(scalar)!)
        default: throw error(.invalidEscape, at: start)
        }
    }

    private mutating func hexadecimal(_ start: Int) throws(JSONError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw error(.invalidEscape, at: start) }
        var code: UInt32 = 0
        for _ in 0..<4 {
            let byte = bytes[position]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw error(.invalidEscape, at: start)
            }
            code = code << 4 | UInt32(digit)
            position += 1
        }
        return code
    }
}
