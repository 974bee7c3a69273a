import Values

/// The body of a call as data.
enum WebhookBody {
    /// Why a body could not be read.
    enum Failure: Error, Equatable {
        case notJSON(JSONError)
        case notForm
        /// The bytes are no UTF-8; the offset of the first that is none.
        case notText
        case otherType(String)
    }

    /// JSON and forms as data, other text as text, nothing as null. Without a content type, what looks like JSON is JSON.
    ///
    /// A name that a form repeats has the list of its values.
    static func read(_ bytes: [UInt8], contentType: String?) throws(Failure) -> Value {
        let (type, charset) = parse(contentType ?? "")
        guard !bytes.isEmpty else { return .null }
        if let charset, !["utf-8", "utf8", "us-ascii"].contains(charset) { throw .otherType("\(type); charset=\(charset)") }
        switch type {
        case "application/json": return try json(bytes)
        case _ where type.hasSuffix("+json"): return try json(bytes)
        case "application/x-www-form-urlencoded":
            guard let pairs = RequestPath.pairs(bytes[...]) else { throw .notForm }
            return .object(ValueObject(grouping: pairs))
        case _ where type.hasPrefix("text/") || type.hasSuffix("+xml") || type == "application/xml": return try text(bytes)
        case "":
            let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? try json(bytes) : try text(bytes)
        default: throw .otherType(type)
        }
    }

    private static func json(_ bytes: [UInt8]) throws(Failure) -> Value {
        do throws(JSONError) {
            return try JSONReader().read(bytes)
        } catch {
            throw .notJSON(error)
        }
    }

    private static func text(_ bytes: [UInt8]) throws(Failure) -> Value {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        return .string(text)
    }

    /// The media type and its charset, in lower case.
    static func parse(_ contentType: String) -> (type: String, charset: String?) {
        let parts = contentType.split(separator: ";", omittingEmptySubsequences: false).map { $0.trimmingSpaces.lowercased() }
        let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }.map { part in
            part.dropFirst("charset=".count).filter { $0 != "\"" }
        }
        return (parts.first ?? "", charset)
    }
}

extension ValueObject {
    /// Pairs of text by name; a name that comes again has the list of its values.
    init(grouping pairs: [(name: String, value: String)]) {
        self.init()
        for (name, value) in pairs {
            switch self[name] {
            case nil: set(name, to: .string(value))
            case .list(let values): set(name, to: .list(values + [.string(value)]))
            case let first?: set(name, to: .list([first, .string(value)]))
            }
        }
    }
}
