/// The keys of a manifest and of its parts: what the reader takes, and what the schema says.
enum ManifestGrammar {
    static let provider = [
        "provider", "title", "summary", "base_url", "credential", "allow_hosts", "check", "response", "codes",
    ]
    static let response = ["success", "code", "message"]
    static let code = ["class", "meaning"]
    static let credentialField = ["help", "optional"]

    static let node = [
        "node", "title", "summary", "beta", "kind", "effect", "runs", "via", "credential", "parameters", "checks", "request",
        "pages", "chunk", "success_codes", "done_already", "codes", "outputs", "event", "on_unknown", "identify", "timeout",
        "rate", "estimate", "tests",
    ]
    static let effect = ["by", "cases"]
    static let parameter = [
        "type", "required", "default", "allowed", "min", "max", "min_length", "max_length", "future", "fields", "repeats",
        "repeats_by", "help", "example",
    ]
    static let check = ["that", "message"]
    /// `value` is for nodes that make a request.
    static let output = ["type", "value", "help"]
    static let request = ["method", "path", "query", "headers", "body", "form"]
    static let route = ["uses", "with"]
    static let pages = ["while", "items", "last", "most"]
    static let chunk = ["parameter", "size"]
    static let rate = ["per_second", "cost"]
    static let estimate = ["counting", "text", "recipients", "language"]

    static let unknownPolicy = ["resend_identical", "query"]
    static let resending = ["within", "attempts"]
    static let resends: ClosedRange<Int64> = 1...10
    static let question = ["uses", "with", "each", "sent", "not_sent", "not_sent_after", "output"]
    static let schedule = ["delay", "within", "attempts"]
    static let askings: ClosedRange<Int64> = 1...20
    static let inspection = ["of", "most", "uses", "with", "match"]
    static let candidates: ClosedRange<Int64> = 1...100
    /// What is asked once proves only that something was sent.
    static let identification = question.filter { !$0.hasPrefix("not_sent") }

    static let test = [
        "name", "given", "resend", "query", "with", "credential", "request", "answer", "then", "outcome",
    ]
    static let given = ["uses", "with", "output"]
    static let exchange = ["request", "answer"]
    static let testRequest = ["method", "path", "query", "headers", "body"]
    static let answer = ["status", "headers", "body", "text"]
    static let outcome = ["succeeded", "failed", "unknown"]
    static let failed = ["code", "class"]
}
