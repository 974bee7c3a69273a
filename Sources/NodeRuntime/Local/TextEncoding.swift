import Values

/// How the text of a file is made of bytes.
enum TextEncoding: String, CaseIterable {
    case utf8 = "utf-8"
    /// Turkish Windows.
    case windows1254 = "windows-1254"
    /// Turkish Latin (Latin-5).
    case iso88599 = "iso-8859-9"
    /// With the order of bytes from the mark in front, else the lower one first.
    case utf16 = "utf-16"
}

/// The upper half of a single-byte encoding.
struct SingleByteTable {
    /// Scalars of the bytes from 0x80 on.
    let upper: [Unicode.Scalar]
    private let bytes: [Unicode.Scalar: UInt8]

    private init(_ changes: [UInt8: UInt32]) {
        upper = (0x80...0xFF).map { byte in
            // What is not assigned stays a control character, as browsers have it.
            Unicode.Scalar(changes[UInt8(byte)] ?? UInt32(byte)) ?? "\u{FFFD}"
        }
        bytes = Dictionary(upper.enumerated().map { ($1, UInt8($0 + 0x80)) }, uniquingKeysWith: { first, _ in first })
    }

    func byte(of scalar: Unicode.Scalar) -> UInt8? { scalar.value < 0x80 ? UInt8(scalar.value) : bytes[scalar] }

    /// The six letters in which Latin-5 differs from Latin-1.
    private static let turkish: [UInt8: UInt32] = [
        0xD0: 0x11E, 0xDD: 0x130, 0xDE: 0x15E, 0xF0: 0x11F, 0xFD: 0x131, 0xFE: 0x15F,
    ]

    static let iso88599 = SingleByteTable(turkish)
    static let windows1254 = SingleByteTable(
        turkish.merging([
            0x80: 0x20AC, 0x82: 0x201A, 0x83: 0x192, 0x84: 0x201E, 0x85: 0x2026, 0x86: 0x2020, 0x87: 0x2021, 0x88: 0x2C6,
            0x89: 0x2030, 0x8A: 0x160, 0x8B: 0x2039, 0x8C: 0x152, 0x91: 0x2018, 0x92: 0x2019, 0x93: 0x201C, 0x94: 0x201D,
            0x95: 0x2022, 0x96: 0x2013, 0x97: 0x2014, 0x98: 0x2DC, 0x99: 0x2122, 0x9A: 0x161, 0x9B: 0x203A, 0x9C: 0x153,
            0x9F: 0x178,
        ]) { $1 })
}

extension TextEncoding {
    private var table: SingleByteTable? {
        switch self {
        case .windows1254: .windows1254
        case .iso88599: .iso88599
        case .utf8, .utf16: nil
        }
    }

    /// The text; nil where the bytes are none. A mark in front is left out.
    func decode(_ bytes: some Collection<UInt8>) -> String? {
        if let table {
            var text = String.UnicodeScalarView()
            for byte in bytes { text.append(byte < 0x80 ? Unicode.Scalar(byte) : table.upper[Int(byte) - 0x80]) }
            return String(text)
        }
        if self == .utf8 {
            return String(validating: bytes.starts(with: Self.utf8Mark) ? bytes.dropFirst(3) : bytes.dropFirst(0), as: UTF8.self)
        }
        var transcoder = UTF16Transcoder()
        var out: [UInt8] = []
        guard transcoder.feed(bytes, into: &out), transcoder.isComplete else { return nil }
        return String(validating: out, as: UTF8.self)
    }

    /// The bytes, or the first character that the encoding does not have. UTF-16 begins with its mark.
    func encode(_ text: String) -> Result<[UInt8], UnencodableCharacter> {
        switch self {
        case .utf8: return .success(Array(text.utf8))
        case .utf16: return .success([0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        case .windows1254, .iso88599:
            var bytes: [UInt8] = []
            for scalar in text.unicodeScalars {
                guard let byte = table?.byte(of: scalar) else { return .failure(UnencodableCharacter(scalar: scalar)) }
                bytes.append(byte)
            }
            return .success(bytes)
        }
    }

    static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]
}

struct UnencodableCharacter: Error {
    let scalar: Unicode.Scalar
}

/// Turns UTF-16 into UTF-8, piece by piece.
struct UTF16Transcoder {
    private var isBigEndian = false
    private var isAtStart = true
    private var half: UInt8?
    private var leading: UInt16?

    var isComplete: Bool { half == nil && leading == nil }

    /// False where a half of a pair of surrogates stands alone.
    mutating func feed(_ bytes: some Sequence<UInt8>, into out: inout [UInt8]) -> Bool {
        for byte in bytes {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            if isAtStart {
                isAtStart = false
                if first == 0xFE, byte == 0xFF {
                    isBigEndian = true
                    continue
                }
                if first == 0xFF, byte == 0xFE { continue }
            }
            let unit = isBigEndian ? UInt16(first) << 8 | UInt16(byte) : UInt16(byte) << 8 | UInt16(first)
            if let high = leading {
                guard UTF16.isTrailSurrogate(unit) else { return false }
                leading = nil
                Self.append(0x10000 + (UInt32(high) - 0xD800) << 10 + UInt32(unit) - 0xDC00, &out)
            } else if UTF16.isLeadSurrogate(unit) {
                leading = unit
            } else {
                guard !UTF16.isTrailSurrogate(unit) else { return false }
                Self.append(UInt32(unit), &out)
            }
        }
        return true
    }

    private static func append(_ value: UInt32, _ out: inout [UInt8]) {
        if let scalar = Unicode.Scalar(value) { out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter) }
    }
}
