import Crypto
import Values

/// base64, hexadecimal, URLs, digests.
enum EncodingLibrary {
    static let functions: [FunctionDeclaration] =
        [
            FunctionDeclaration(
                "base64.encode",
                [
                    FunctionOverload([.bytes], .string) { (values, context) throws(EvaluationError) in
                        try context.build(bytes: values[0].bytesArgument.count * 2)
                        return .string(Base64.encode(values[0].bytesArgument))
                    }
                ]),
            FunctionDeclaration(
                "base64.decode",
                [
                    FunctionOverload([.string], .bytes) { (values, context) throws(EvaluationError) in
                        try context.charge(bytes: values[0].stringArgument.utf8.count)
                        guard let bytes = Base64.decode(values[0].stringArgument) else {
                            throw EvaluationError(.invalidArgument, "the text is not base64")
                        }
                        return .bytes(bytes)
                    }
                ]),
            FunctionDeclaration(
                "hex.encode",
                [
                    FunctionOverload([.bytes], .string) { (values, context) throws(EvaluationError) in
                        try context.build(bytes: values[0].bytesArgument.count * 2)
                        return .string(Hexadecimal.encode(values[0].bytesArgument))
                    }
                ]),
            FunctionDeclaration(
                "hex.decode",
                [
                    FunctionOverload([.string], .bytes) { (values, context) throws(EvaluationError) in
                        try context.charge(bytes: values[0].stringArgument.utf8.count)
                        guard let bytes = Hexadecimal.decode(values[0].stringArgument) else {
                            throw EvaluationError(.invalidArgument, "the text is not hexadecimal")
                        }
                        return .bytes(bytes)
                    }
                ]),
            FunctionDeclaration(
                "urlEncode",
                [
                    FunctionOverload([.string], .string) { (values, context) throws(EvaluationError) in
                        try context.build(bytes: values[0].stringArgument.utf8.count * 3)
                        return .string(values[0].stringArgument.percentEncoded)
                    }
                ]),
            FunctionDeclaration(
                "urlDecode",
                [
                    FunctionOverload([.string], .string) { (values, context) throws(EvaluationError) in
                        try context.build(bytes: values[0].stringArgument.utf8.count)
                        guard let text = String(percentDecoding: values[0].stringArgument.utf8) else {
                            throw EvaluationError(.invalidArgument, "the text is not percent-encoded UTF-8")
                        }
                        return .string(text)
                    }
                ]),
            FunctionDeclaration(
                "sha256",
                [ExpressionType.string, .bytes].map { type in
                    FunctionOverload([type], .string) { (values, context) throws(EvaluationError) in
                        .string(Hexadecimal.encode(SHA256.hash(data: try octets(values[0], &context))))
                    }
                }),
            FunctionDeclaration("hmac", hmac),
        ]

    /// Text as UTF-8, bytes as they are; takes the price of a digest.
    private static func octets(
        _ value: ExpressionValue, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> [UInt8] {
        let bytes: [UInt8]
        switch value {
        case .string(let text): bytes = Array(text.utf8)
        case .bytes(let octets): bytes = octets
        default: preconditionFailure("the overload admits string and bytes only")
        }
        try context.charge(bytes: bytes.count)
        return bytes
    }

    private static let hmac: [FunctionOverload] = {
        let kinds: [ExpressionType] = [.string, .bytes]
        let pairs = kinds.flatMap { key in kinds.map { [key, $0] } }
        return pairs.map { types in
            FunctionOverload(types, .string) { (values, context) throws(EvaluationError) in
                try authenticate(values, "sha256", &context)
            }
        }
            + pairs.map { types in
                FunctionOverload(types + [.string], .string) { (values, context) throws(EvaluationError) in
                    try authenticate(values, values[2].stringArgument, &context)
                }
            }
    }()

    private static func authenticate(
        _ values: [ExpressionValue], _ algorithm: String, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        let key = SymmetricKey(data: try octets(values[0], &context))
        let message = try octets(values[1], &context)
        switch algorithm {
        case "sha256": return .string(Hexadecimal.encode(HMAC<SHA256>.authenticationCode(for: message, using: key)))
        case "sha384": return .string(Hexadecimal.encode(HMAC<SHA384>.authenticationCode(for: message, using: key)))
        case "sha512": return .string(Hexadecimal.encode(HMAC<SHA512>.authenticationCode(for: message, using: key)))
        case "sha1": return .string(Hexadecimal.encode(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: key)))
        default:
            throw EvaluationError(.invalidArgument, "`hmac` knows the algorithms sha256, sha384, sha512 and sha1")
        }
    }
}

/// Bytes as pairs of hexadecimal digits, in lower case.
enum Hexadecimal {
    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var out: [UInt8] = []
        for byte in bytes {
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Nil when the text is not pairs of hexadecimal digits.
    static func decode(_ text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
