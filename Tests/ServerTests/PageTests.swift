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
}
