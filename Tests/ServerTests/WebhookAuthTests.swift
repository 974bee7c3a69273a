import Crypto
import Foundation
import Testing
import Values
import WorkflowModel

@testable import Server

@Suite("Checking the callers of webhooks")
struct WebhookAuthTests {
    static let now = Timestamp(text: "2030-01-31T09:14:07Z") ?? Timestamp(microseconds: 0)
    static let body = Array(#"{"order": 17}"#.utf8)
    static let credential = Credential(
        name: CredentialName("shop"),
        fields: [
            "key": Secret("first-key"), "key_next": Secret("second-key"), "key_empty": Secret(""),
            "admin_token": Secret("key-of-another"),
        ])

    static func hex(_ text: String, key: String, sha512: Bool = false) -> String {
        let key = SymmetricKey(data: Data(key.utf8))
        let bytes =
            sha512
            ? Array(HMAC<SHA512>.authenticationCode(for: Data(text.utf8), using: key))
            : Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
        return bytes.map { String(format: "%02x", $0) }.joined()
    }

    static func check(
        _ auth: Value, _ headers: [String: String], body: [UInt8] = body, secret: String? = nil,
        credential: Credential? = credential
    ) throws -> AuthFailure? {
        let auth = try WebhookAuth(auth)
        do throws(AuthFailure) {
            try auth.check(
                WebhookAuth.Call(header: { headers[$0] }, pathSecret: secret), body: body, credential: credential, now: now)
            return nil
        } catch {
            return error
        }
    }

    @Test("the digest is that of RFC 4231, test case 2")
    func vector() throws {
        let jefe = Credential(name: CredentialName("rfc"), fields: ["key": Secret("Jefe")])
        let text = Array("what do ya want for nothing?".utf8)
        let auth: Value = ["hmac": ["credential": "rfc", "header": "X-S"]]
        let digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        #expect(try Self.check(auth, ["x-s": digest], body: text, credential: jefe) == nil)
        let long: Value = ["hmac": ["credential": "rfc", "header": "X-S", "algorithm": "sha512"]]
        let digest512 =
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        #expect(try Self.check(long, ["x-s": "sha512=\(digest512)"], body: text, credential: jefe) == nil)
    }

    static let signed: [(name: String, header: String?, failure: AuthFailure?)] = [
        ("bare", hex(#"{"order": 17}"#, key: "first-key"), nil),
        ("with the algorithm", "sha256=" + hex(#"{"order": 17}"#, key: "first-key"), nil),
        ("upper case", "SHA256=" + hex(#"{"order": 17}"#, key: "first-key").uppercased(), nil),
        ("the next key", hex(#"{"order": 17}"#, key: "second-key"), nil),
        ("one of two", "sha256=\(String(repeating: "0", count: 64)), sha256=\(hex(#"{"order": 17}"#, key: "second-key"))", nil),
        ("a key that is none", hex(#"{"order": 17}"#, key: "third-key"), .wrongSignature),
        ("the empty key", hex(#"{"order": 17}"#, key: ""), .wrongSignature),
        ("another body", hex(#"{"order":17}"#, key: "first-key"), .wrongSignature),
        ("half of it", String(hex(#"{"order": 17}"#, key: "first-key").prefix(32)), .malformedSignature("x-signature")),
        (
            "another algorithm", "sha512=" + hex(#"{"order": 17}"#, key: "first-key", sha512: true),
            .malformedSignature("x-signature")
        ),
        ("an algorithm of the caller's", "md5=d41d8cd98f00b204e9800998ecf8427e", .malformedSignature("x-signature")),
        ("no hexadecimal", String(repeating: "z", count: 64), .malformedSignature("x-signature")),
        ("nothing", "", .malformedSignature("x-signature")), ("no header", nil, .missingHeader("x-signature")),
    ]

    @Test("signatures over the raw bytes", arguments: signed.indices)
    func hmac(index: Int) throws {
        let (_, header, failure) = Self.signed[index]
        let auth: Value = ["hmac": ["credential": "shop", "header": "X-Signature"]]
        #expect(try Self.check(auth, header.map { ["x-signature": $0] } ?? [:]) == failure)
    }

    @Test(
        "the time of a call has to be within the tolerance, in seconds, milliseconds or RFC 3339",
        arguments: [
            ("1896081247", nil), ("1896080947", nil), ("1896081547", nil), ("1896081247123", nil), ("2030-01-31T09:14:07Z", nil),
            ("2030-01-31T12:14:07+03:00", nil),
            ("1896080946", .outsideWindow(header: "x-time", tolerance: .seconds(300))),
            ("1896081548", .outsideWindow(header: "x-time", tolerance: .seconds(300))),
            ("0", .outsideWindow(header: "x-time", tolerance: .seconds(300))),
            ("", .badTimestamp("x-time")), ("-5", .badTimestamp("x-time")), ("99999999999999999999", .badTimestamp("x-time")),
            ("yesterday", .badTimestamp("x-time")),
        ] as [(String, AuthFailure?)])
    func window(time: String, failure: AuthFailure?) throws {
        let auth: Value = [
            "hmac": ["credential": "shop", "header": "X-Signature", "timestamp_header": "X-Time", "tolerance": "5m"]
        ]
        let headers = ["x-signature": Self.hex(#"{"order": 17}"#, key: "first-key"), "x-time": time]
        #expect(try Self.check(auth, headers) == failure)
    }

    @Test("a signature may cover the time, and then another time does not fit")
    func signedTime() throws {
        let auth: Value = [
            "hmac": ["credential": "shop", "header": "X-Signature", "timestamp_header": "X-Time", "signed": "timestamp.body"]
        ]
        let signature = Self.hex(#"1896081247.{"order": 17}"#, key: "first-key")
        #expect(try Self.check(auth, ["x-signature": signature, "x-time": "1896081247"]) == nil)
        #expect(try Self.check(auth, ["x-signature": signature, "x-time": "1896081248"]) == .wrongSignature)
        #expect(try Self.check(auth, ["x-signature": signature]) == .missingHeader("x-time"))
    }

    @Test(
        "tokens",
        arguments: [
            ("Bearer first-key", nil), ("bearer   second-key ", nil), ("Bearer first-ke", .wrongToken), ("Bearer", .wrongToken),
            ("Bearer ", .wrongToken), ("Basic first-key", .wrongToken), ("first-key", .wrongToken),
            ("Bearer first-key first-key", .wrongToken),
            (nil, .missingHeader("authorization")),
        ] as [(String?, AuthFailure?)])
    func bearer(header: String?, failure: AuthFailure?) throws {
        #expect(try Self.check(["bearer": ["credential": "shop"]], header.map { ["authorization": $0] } ?? [:]) == failure)
    }

    @Test(
        "user names and passwords",
        arguments: [
            ("shop:p:ss wörd", nil), ("shop:second", nil), ("shop:", .wrongPassword), ("shop", .wrongPassword),
            ("other:p:ss wörd", .wrongPassword), ("shop:shop", .wrongPassword), (":", .wrongPassword),
        ] as [(String, AuthFailure?)])
    func basic(pair: String, failure: AuthFailure?) throws {
        let credential = Credential(
            name: CredentialName("desk"),
            fields: ["username": Secret("shop"), "password": Secret("p:ss wörd"), "password_next": Secret("second")])
        let header = "Basic " + Data(pair.utf8).base64EncodedString()
        let auth: Value = ["basic": ["credential": "desk"]]
        #expect(try Self.check(auth, ["authorization": header], credential: credential) == failure)
        #expect(try Self.check(auth, ["authorization": "Basic %%%"], credential: credential) == .wrongPassword)
        #expect(try Self.check(auth, [:], credential: credential) == .missingHeader("authorization"))
    }

    @Test(
        "a secret in the path",
        arguments: [("first-key", nil), ("second-key", nil), ("", .wrongToken), ("x", .wrongToken), (nil, .wrongToken)]
            as [(String?, AuthFailure?)])
    func secretPath(secret: String?, failure: AuthFailure?) throws {
        #expect(try Self.check(["secret_path": ["credential": "shop"]], [:], secret: secret) == failure)
    }

    @Test("without a credential nobody is let in", arguments: ["hmac", "bearer", "basic", "secret_path"])
    func noCredential(method: String) throws {
        let auth: Value = .object([method: ["credential": "gone", "header": "X-Signature"]])
        let headers = ["x-signature": Self.hex(#"{"order": 17}"#, key: ""), "authorization": "Bearer "]
        #expect(try Self.check(auth, headers, secret: "", credential: nil) != nil)
    }
}
