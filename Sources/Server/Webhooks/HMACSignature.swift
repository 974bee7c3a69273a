import Crypto
import Values
import WorkflowModel

/// A signature over the raw bytes of a body, and optionally over the time at which it was made.
struct HMACSignature: Sendable, Equatable {
    enum Algorithm: String, Sendable {
        case sha256
        case sha512
    }

    /// What the signature covers.
    enum Signed: String, Sendable {
        case body
        /// The text of the timestamp header, a dot, and the body.
        case timestampAndBody = "timestamp.body"
    }

    var header: String
    var algorithm: Algorithm
    var timestampHeader: String?
    var tolerance: Duration
    var signed: Signed

    init(
        header: String, algorithm: Algorithm = .sha256, timestampHeader: String? = nil, tolerance: Duration = .seconds(300),
        signed: Signed = .body
    ) {
        self.header = header.lowercased()
        self.algorithm = algorithm
        self.timestampHeader = timestampHeader?.lowercased()
        self.tolerance = tolerance
        self.signed = signed
    }

    init(_ settings: Value) throws(RouteSettingError) {
        guard let header = settings["header"]?.stringValue else { throw RouteSettingError("`hmac` needs `header`") }
        guard let algorithm = Algorithm(rawValue: settings["algorithm"]?.stringValue ?? "sha256") else {
            throw RouteSettingError("`algorithm` must be sha256 or sha512")
        }
        guard let tolerance = Duration(text: settings["tolerance"]?.stringValue ?? "5m") else {
            throw RouteSettingError("`tolerance` is no duration")
        }
        guard let signed = Signed(rawValue: settings["signed"]?.stringValue ?? "body") else {
            throw RouteSettingError("`signed` must be body or timestamp.body")
        }
        self.init(
            header: header, algorithm: algorithm, timestampHeader: settings["timestamp_header"]?.stringValue,
            tolerance: tolerance,
            signed: signed)
    }

    /// Checks a call against every key, so that keys can be changed without a gap.
    ///
    /// The header may hold several signatures with commas between them, as senders do that change their key; one must fit. In front of each
    /// may stand the algorithm (`sha256=`), which has to be the configured one: a caller never chooses it.
    ///
    /// - Parameter headers: by lower-case name.
    func verify(
        headers: (String) -> String?, body: [UInt8], keys: [Secret], now: Timestamp
    ) throws(AuthFailure) {
        guard let given = headers(header) else { throw .missingHeader(header) }
        var prefix: [UInt8] = []
        if let timestampHeader {
            guard let text = headers(timestampHeader) else { throw .missingHeader(timestampHeader) }
            guard let time = Timestamp(header: text) else { throw .badTimestamp(timestampHeader) }
            guard time.isWithin(tolerance, of: now) else {
                throw .outsideWindow(header: timestampHeader, tolerance: tolerance)
            }
            if signed == .timestampAndBody { prefix = Array(text.utf8) + [UInt8(ascii: ".")] }
        }
        var isReadable = false
        for part in given.split(separator: ",") {
            guard let digest = digest(part.drop { $0 == " " }) else { continue }
            isReadable = true
            for key in keys where matches(digest, prefix: prefix, body: body, key: key) { return }
        }
        throw isReadable ? .wrongSignature : .malformedSignature(header)
    }

    /// The bytes of a signature; nil when it is not of this algorithm.
    private func digest(_ text: Substring) -> [UInt8]? {
        var text = text
        while text.last == " " { text.removeLast() }
        if let separator = text.firstIndex(of: "=") {
            guard text[..<separator].lowercased() == algorithm.rawValue else { return nil }
            text = text[text.index(after: separator)...]
        }
        let digest = [UInt8](hexadecimal: text)
        return digest?.count == (algorithm == .sha256 ? 32 : 64) ? digest : nil
    }

    private func matches(_ digest: [UInt8], prefix: [UInt8], body: [UInt8], key: Secret) -> Bool {
        let key = key.withBytes { SymmetricKey(data: $0) }
        func code<Hash: HashFunction>(_ hash: Hash.Type) -> [UInt8] {
            var hmac = HMAC<Hash>(key: key)
            hmac.update(data: prefix)
            hmac.update(data: body)
            return Array(hmac.finalize())
        }
        let expected = algorithm == .sha256 ? code(SHA256.self) : code(SHA512.self)
        return Secret(bytes: expected).matches(digest)
    }
}

extension Array<UInt8> {
    /// Nil unless the text is pairs of hexadecimal digits, in either case.
    init?(hexadecimal text: Substring) {
        let digits = Array(text.utf8)
        guard !digits.isEmpty, digits.count.isMultiple(of: 2) else { return nil }
        self = []
        reserveCapacity(digits.count / 2)
        func value(_ digit: UInt8) -> UInt8? {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
            default: nil
            }
        }
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            append(high << 4 | low)
        }
    }
}
