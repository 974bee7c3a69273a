import RunEngine
import Synchronization
import Testing
import Values
import Vault
import WorkflowModel

/// A clock that stands until it is moved.
final class StandingClock: Sendable {
    private let start = ContinuousClock.now
    private let passed = Mutex(Duration.zero)
    var now: ContinuousClock.Instant { start.advanced(by: passed.withLock { $0 }) }
    func advance(by duration: Duration) { passed.withLock { $0 += duration } }
}

@Suite("Credentials on a HashiCorp server")
struct HashiCorpTests {
    static let name = CredentialName("turkeysms")

    /// A server with one credential, and a source that reads it.
    static func withServer(
        role: Bool = false, _ adjust: (inout HashiCorpSettings) -> Void = { _ in },
        _ body: @Sendable @escaping (SimulatedHashiCorp, HashiCorpCredentials, StandingClock) async throws -> Void
    ) async throws {
        let server = SimulatedHashiCorp()
        server.change { $0.secrets["ulak/turkeysms"] = ["api_key": "canary-1", "port": 8080, "off": nil] }
        var settings = try HashiCorpSettings(
            address: "http://placeholder",
            login: role
                ? .appRole(role: "shop-role", secret: Secret("canary-secret-id"), mount: "approle") : .token(Secret("root-token"))
        )
        // Nothing waits that long; a busy machine needs more than the usual.
        settings.timeout = .seconds(60)
        adjust(&settings)
        let prepared = settings
        try await server.serving { address in
            var settings = prepared
            settings.address = address
            let clock = StandingClock()
            let source = HashiCorpCredentials(settings, transport: ClientTransport(), now: { clock.now })
            try await body(server, source, clock)
        }
    }

    static func error(_ source: HashiCorpCredentials) async -> CredentialError? {
        do throws(CredentialError) {
            _ = try await source.credential(name)
            return nil
        } catch { return error }
    }

    @Test("a token reads the fields of a credential, and numbers as text")
    func reads() async throws {
        try await Self.withServer { server, source, _ in
            let fields = try await source.credential(Self.name)?.fields ?? [:]
            #expect(fields.mapValues { $0.reveal() } == ["api_key": "canary-1", "port": "8080"])
            #expect(server.requests == ["GET auth/token/lookup-self", "GET secret/data/ulak/turkeysms"])
            #expect(try await source.credential(CredentialName("nobody")) == nil)
            #expect(try await source.credential(CredentialName("../../sys/seal")) == nil)
            #expect(server.requests.count == 3)
        }
    }

    @Test("a credential is kept for a minute and then read again")
    func cache() async throws {
        try await Self.withServer { server, source, clock in
            _ = try await source.credential(Self.name)
            server.change { $0.secrets["ulak/turkeysms"] = ["api_key": "canary-2"] }
            #expect(try await source.credential(Self.name)?.fields["api_key"]?.reveal() == "canary-1")
            clock.advance(by: .seconds(61))
            #expect(try await source.credential(Self.name)?.fields["api_key"]?.reveal() == "canary-2")
        }
    }

    @Test("a role logs in once for many callers")
    func role() async throws {
        try await Self.withServer(role: true) { server, source, _ in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<5 { group.addTask { try await source.credential(Self.name) != nil } }
                for try await found in group { #expect(found) }
            }
            #expect(server.requests.filter { $0 == "POST auth/approle/login" }.count == 1)
        }
    }

    @Test("a lease is renewed after two thirds of its time, and a new login follows one that ended")
    func lease() async throws {
        try await Self.withServer(role: true, { $0.cacheTime = .zero }) { server, source, clock in
            server.change { $0.lease = 90 }
            _ = try await source.credential(Self.name)
            server.forgetRequests()
            clock.advance(by: .seconds(59))
            _ = try await source.credential(Self.name)
            #expect(server.requests == ["GET secret/data/ulak/turkeysms"])
            clock.advance(by: .seconds(2))
            _ = try await source.credential(Self.name)
            #expect(server.requests.suffix(2) == ["POST auth/token/renew-self", "GET secret/data/ulak/turkeysms"])
            server.forgetRequests()
            // The renewed lease began anew.
            clock.advance(by: .seconds(59))
            _ = try await source.credential(Self.name)
            #expect(server.requests == ["GET secret/data/ulak/turkeysms"])
            server.forgetRequests()
            clock.advance(by: .seconds(91))
            _ = try await source.credential(Self.name)
            #expect(server.requests == ["POST auth/approle/login", "GET secret/data/ulak/turkeysms"])
        }
    }

    @Test("a token of our own with a time to live is renewed, too")
    func tokenLease() async throws {
        try await Self.withServer({ $0.cacheTime = .zero }) { server, source, clock in
            server.change {
                $0.tokenLease = 300
                $0.isRenewable = true
            }
            _ = try await source.credential(Self.name)
            clock.advance(by: .seconds(201))
            _ = try await source.credential(Self.name)
            #expect(server.requests.contains("POST auth/token/renew-self"))
        }
    }

    @Test("a token that was taken back is replaced by a new login")
    func revoked() async throws {
        try await Self.withServer(role: true, { $0.cacheTime = .zero }) { server, source, _ in
            _ = try await source.credential(Self.name)
            server.change { $0.tokens = [] }
            #expect(try await source.credential(Self.name)?.fields["api_key"]?.reveal() == "canary-1")
            #expect(server.requests.filter { $0 == "POST auth/approle/login" }.count == 2)
        }
    }

    @Test("a server that is sealed or gone is unavailable, and says so with its name")
    func down() async throws {
        try await Self.withServer { server, source, _ in
            server.change { $0.isSealed = true }
            let error = await Self.error(source)
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("hashicorp (http://127.0.0.1:") == true)
            server.change { $0.isSealed = false }
            let found = try await source.credential(Self.name)
            #expect(found != nil)
        }
        var settings = try HashiCorpSettings(address: "http://127.0.0.1:1", login: .token(Secret("x")))
        // The client of this test tries to connect for as long as it may.
        settings.timeout = .milliseconds(200)
        let error = await Self.error(HashiCorpCredentials(settings, transport: ClientTransport()))
        #expect(error?.code == .unavailable)
    }

    @Test("a refusal is no missing credential, and repeats no secret")
    func refused() async throws {
        try await Self.withServer { server, source, _ in
            server.change { $0.tokens = [] }
            #expect(await Self.error(source)?.code == .refused)
        }
        try await Self.withServer(role: true) { server, source, _ in
            server.change { $0.role = ("shop-role", "another") }
            let error = await Self.error(source)
            #expect(error?.code == .refused)
            // The server repeats the secret id in its answer.
            #expect(error?.message.contains("canary") == false)
        }
    }

    @Test("namespace, mount and prefix go into the request")
    func places() async throws {
        try await Self.withServer({
            $0.namespace = "team/shop"
            $0.prefix = ""
        }) { server, source, _ in
            #expect(await Self.error(source)?.code == .damaged)
            server.change {
                $0.namespace = "team/shop"
                $0.secrets["turkeysms"] = ["api_key": "canary-9"]
            }
            let found = try await source.credential(Self.name)
            #expect(found?.fields["api_key"]?.reveal() == "canary-9")
        }
    }

    @Test("a secret that holds more than texts is refused")
    func nested() async throws {
        try await Self.withServer { server, source, _ in
            server.change { $0.secrets["ulak/turkeysms"] = ["api_key": ["canary"]] }
            #expect(await Self.error(source)?.code == .damaged)
        }
    }
}
