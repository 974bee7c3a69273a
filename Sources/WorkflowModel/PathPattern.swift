import Values

/// The path of a webhook, with places that stand for one part each: `/orders/{id}`.
public struct PathPattern: Hashable, Sendable, CustomStringConvertible {
    public enum Part: Hashable, Sendable {
        case text(String)
        case place(String)
    }

    public let parts: [Part]

    public init(parts: [Part]) {
        self.parts = parts
    }

    /// Reads a path as authors write it. Literal parts are plain text; percent signs in them are refused, because a caller's are
    /// decoded before they are compared.
    public init(_ text: String) throws(PathPatternError) {
        guard text.hasPrefix("/") else { throw PathPatternError("`\(text)` must begin with /") }
        var parts: [Part] = []
        var names: Set<String> = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard !part.isEmpty else {
                throw PathPatternError(
                    text == "/" ? "`/` is no path of a webhook" : "`\(text)` has an empty part between two slashes or at its end")
            }
            if let character = part.first(where: { "?#%".contains($0) || $0.isWhitespace || $0.isNewline }) {
                throw PathPatternError("`\(text)` cannot have `\(character)` in it")
            }
            guard part.contains("{") || part.contains("}") else {
                guard part != ".", part != ".." else { throw PathPatternError("`\(text)` cannot have the part `\(part)`") }
                parts.append(.text(String(part)))
                continue
            }
            let name = part.dropFirst().dropLast()
            guard part.hasPrefix("{"), part.hasSuffix("}"), Self.isName(name) else {
                throw PathPatternError(
                    "`\(part)` in `\(text)` is no place: write `{name}` as a part of its own, in small letters, digits and _")
            }
            guard names.insert(String(name)).inserted else { throw PathPatternError("`\(text)` has the place `{\(name)}` twice") }
            parts.append(.place(String(name)))
        }
        self.parts = parts
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        return text.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "_")
        }
    }

    public var description: String {
        "/"
            + parts.map { part in
                switch part {
                case .text(let text): text
                case .place(let name): "{\(name)}"
                }
            }.joined(separator: "/")
    }

    /// The pattern without the names of its places. Two patterns of one shape match the same paths.
    public var shape: String {
        "/"
            + parts.map { part in
                switch part {
                case .text(let text): text
                case .place: "{}"
                }
            }.joined(separator: "/")
    }
}

/// Why a text is no path of a webhook.
public struct PathPatternError: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
