import RunEngine
import Testing
import WorkflowModel

@testable import NodeRuntime

@Suite("When the other side wants to be asked again")
struct RetryAfterTests {
    /// The header, the answer's own `Date`, and the seconds; nil: the header says nothing.
    static let cases: [(header: String, date: String?, seconds: Int64?)] = [
        ("120", nil, 120), ("0", nil, 0), ("  7 ", nil, 7), ("007", nil, 7),
        // A year is as long as anybody is obeyed.
        ("99999999999999999999999", nil, 31_536_000), ("-1", nil, nil), ("1.5", nil, nil), ("+3", nil, nil), ("", nil, nil),
        ("soon", nil, nil), ("3 seconds", nil, nil), ("٣", nil, nil),
        // The three forms of RFC 9110, 5.6.7, against the answer's date.
        ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:07 GMT", 30),
        ("Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:07 GMT", 30),
        ("Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:07 GMT", 30),
        ("Sun Nov 16 08:49:37 1994", "Sunday, 16-Nov-94 08:49:07 GMT", 30),
        // The past is now.
        ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 09:00:00 GMT", 0),
        // Without a date of its own, our clock: 2027-01-15T08:00:00Z.
        ("Fri, 15 Jan 2027 08:01:30 GMT", nil, 90), ("Friday, 15-Jan-27 08:01:30 GMT", nil, 90),
        ("Fri Jan 15 08:01:30 2027", nil, 90), ("Sun, 06 Nov 1994 08:49:37 GMT", nil, 0),
        ("Fri, 15 Jan 2027 08:01:30 GMT", "nonsense", 90),
        // A year of two digits more than 50 ahead was in the century before.
        ("Friday, 15-Jan-78 08:00:00 GMT", nil, 0), ("Friday, 15-Jan-77 08:00:00 GMT", nil, 31_536_000),
        // No dates at all.
        ("Fri, 15 Jan 2027 08:01:30", nil, nil), ("Fri, 31 Feb 2027 08:01:30 GMT", nil, nil),
        ("Fri, 15 Jan 2027 25:01:30 GMT", nil, nil), ("Fri, 15 January 2027 08:01:30 GMT", nil, nil),
        ("Fri, 15 Jan 2027 08:01 GMT", nil, nil), ("2027-01-15T08:01:30Z", nil, nil),
    ]

    @Test("seconds and dates", arguments: cases)
    func table(header: String, date: String?, seconds: Int64?) {
        var headers = [(name: "Retry-After", value: header)]
        if let date { headers.append(("Date", date)) }
        let response = HTTPResponse(status: 503, headers: headers)
        let found = RetryAfter.duration(in: response, at: TokenBucketTests.start)
        #expect(found == seconds.map { .seconds($0) })
        #expect(RetryAfter.duration(in: HTTPResponse(status: 503), at: TokenBucketTests.start) == nil)
    }

    /// Section 3 of the reference: which statuses are worth another try, by what the request does.
    static let statuses: [(status: Int, get: String, post: String)] = [
        (400, "failed input", "failed input"), (401, "failed credential", "failed credential"),
        (403, "failed config", "failed config"), (404, "failed config", "failed config"),
        (408, "failed unavailable", "unknown timeout"), (409, "failed input", "failed input"),
        (422, "failed input", "failed input"), (425, "failed unavailable", "failed unavailable"),
        (429, "failed rate_limited", "failed rate_limited"), (500, "failed unavailable", "unknown server_error"),
        (501, "failed config", "unknown server_error"), (502, "failed unavailable", "unknown server_error"),
        (503, "failed unavailable", "unknown server_error"), (504, "failed unavailable", "unknown server_error"),
    ]

    @Test("only what passes is tried again, and a POST only if it surely was not processed", arguments: statuses)
    func classes(status: Int, get: String, post: String) async {
        #expect(await HTTPRequestNode.outcome(of: status, method: "GET") == get)
        #expect(await HTTPRequestNode.outcome(of: status, method: "PUT") == get)
        #expect(await HTTPRequestNode.outcome(of: status, method: "POST") == post)
        let excused = await HTTPRequestNode.outcome(of: 503, method: "POST", retryAfter: "3")
        #expect(excused == "failed unavailable")
    }
}

private struct FixedAnswer: HTTPTransport {
    let response: HTTPResponse

    func send(_ request: HTTPRequest, timeout: Duration) async -> Exchange { .answered(response) }
}

extension HTTPRequestNode {
    /// What the node makes of a status: the kind of outcome with its class or reason.
    fileprivate static func outcome(of status: Int, method: String, retryAfter: String? = nil) async -> String {
        let response = HTTPResponse(status: status, headers: retryAfter.map { [("Retry-After", $0)] } ?? [])
        let limits = RequestLimits(now: { TokenBucketTests.start })
        let node = HTTPRequestNode(
            sender: RequestSender(transport: FixedAnswer(response: response), limits: limits), userAgent: "test")
        let outcome = await node.run(
            ["method": .string(method), "url": "http://shop.example/"],
            NodeInvocation(
                run: RunID("r"), workflow: WorkflowName("w"), step: StepID("s"), item: nil, attempt: 1,
                firstStartedAt: TokenBucketTests.start, now: TokenBucketTests.start, node: NodeName("http.request"),
                parameters: .null, credential: nil, timeout: .seconds(1)), credential: nil)
        switch outcome {
        case .succeeded: return "succeeded"
        case .failed(let failure): return "failed \(failure.failureClass.rawValue)"
        case .unknown(let reason): return "unknown \(reason.kind.rawValue)"
        case .snoozed: return "snoozed"
        }
    }
}
