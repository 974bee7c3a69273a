import Values

/// One HTTP request, complete: secrets are in it, so it is never printed.
public struct HTTPRequest: Sendable {
    public var method: String
    public var url: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(method: String, url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// One HTTP answer, whole.
public struct HTTPResponse: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Headers by lower-case name, as expressions see them; repeated ones are joined.
    var headerMap: Value {
        var map = ValueObject()
        for header in headers {
            let name = header.name.lowercased()
            map.set(name, to: .string((map[name]?.stringValue.map { $0 + ", " } ?? "") + header.value))
        }
        return .object(map)
    }

    /// The value of a header; repeated ones are joined.
    public func header(_ name: String) -> String? {
        let values = headers.filter { $0.name.lowercased() == name }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }
}

/// What became of a request. Tells apart what matters for sending twice: whether the request may have arrived.
public enum Exchange: Sendable {
    case answered(HTTPResponse)
    /// No byte of the request left: it surely was not applied.
    case notSent(message: String)
    /// The request left, and no whole answer came in time.
    case timedOut(message: String)
    /// The request left, and the connection broke before the answer was whole.
    case broken(message: String)
    /// An answer began that is larger than the limit.
    case tooLarge(status: Int, limit: Int)
}

/// Makes HTTP requests.
///
/// What implementers owe: `notSent` only when that is sure; redirects are not followed; when the task is cancelled the call returns
/// soon.
public protocol HTTPTransport: Sendable {
    func send(_ request: HTTPRequest, timeout: Duration) async -> Exchange
}
