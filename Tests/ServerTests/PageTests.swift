import Testing

@Suite("The page")
struct PageTests {
    @Test("it loads nothing from elsewhere, runs its own script only, and holds no data")
    func page() async throws {
        try await withServer([APITests.workflow]) { client in
            let page = try await client.get("/")
            #expect(page.status == 200)
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            let policy = page.headers["content-security-policy"] ?? ""
            #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
            #expect(!policy.contains("unsafe"))
            #expect(page.text.contains("prefers-color-scheme: dark"))
            for sign in ["http://", "https://", "src=", "<link", "@import", "url(", "innerHTML", "orders"] {
                #expect(!page.text.contains(sign), "\(sign)")
            }
        }
    }

    @Test("what its script asks of the API is in the API's description")
    func asksWhatThereIs() async throws {
        try await withServer { client in
            let page = try await client.get("/").text
            let paths = try #require(try await client.get("/api/v1/openapi.json").json["paths"]?.objectValue)
            func parameters(_ path: String) -> Set<String> {
                Set((paths["/api/v1/\(path)"]?["get"]?["parameters"]?.listValue ?? []).compactMap { $0["name"]?.stringValue })
            }
            for (sign, path, names) in [
                (#"read("workflows")"#, "workflows", []), (#"read("sends?state=held&limit=100")"#, "sends", ["state", "limit"]),
                (#"read("runs?" + query)"#, "runs", ["limit", "status", "workflow", "before"]),
                (#"read("runs/" + "#, "runs/{run}", []), (#"api("events")"#, "events", []),
            ] {
                #expect(page.contains(sign), "\(sign)")
                #expect(paths["/api/v1/\(path)"]?["get"] != nil, "\(path)")
                #expect(parameters(path).isSuperset(of: names), "\(path)")
            }
            for verb in ["resolve", "retry", "cancel"] {
                #expect(page.contains(verb), "\(verb)")
                #expect(paths["/api/v1/runs/{run}/\(verb)"]?["post"] != nil, "\(verb)")
            }
            // Nothing that cannot be taken back is done without a question; the same box says what was not possible.
            #expect(page.components(separatedBy: "await sure(").count == page.components(separatedBy: "await act(").count + 1)
        }
    }
}
