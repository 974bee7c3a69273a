import Foundation
import Server
import Testing

@Suite("The address of a running daemon")
struct DaemonAddressTests {
    static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    static func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("what was written is found again, readable for its owner only, and goes with the daemon")
    func roundTrip() throws {
        try Self.withFolder { folder in
            let path = DaemonAddress.path(journal: "\(folder)/journal.sqlite")
            #expect(path == "\(folder)/daemon.json")
            #expect(DaemonAddress.find(at: path) == .none)
            let address = DaemonAddress(url: "http://127.0.0.1:7373", tokenPath: "\(folder)/token")
            try address.write(to: path)
            #expect(try Self.mode(path) == 0o600)
            #expect(DaemonAddress.find(at: path) == .running(address))
            #expect(throws: DaemonAddressError.self) { try address.token() }
            try Data("open-sesame\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/token"))
            #expect(try address.token() == "open-sesame")
            let later = DaemonAddress(url: "http://127.0.0.1:7374", tokenPath: nil)
            try later.write(to: path)
            address.remove(from: path)
            #expect(DaemonAddress.find(at: path) == .running(later))
            #expect(try later.token() == nil)
            later.remove(from: path)
            #expect(DaemonAddress.find(at: path) == .none)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["token"])
        }
    }

    @Test("the file of a daemon that was killed counts for nothing")
    func dead() throws {
        try Self.withFolder { folder in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/true")
            try process.run()
            process.waitUntilExit()
            let path = "\(folder)/daemon.json"
            try DaemonAddress(url: "http://127.0.0.1:7373", pid: process.processIdentifier, tokenPath: nil).write(to: path)
            #expect(DaemonAddress.find(at: path) == .none)
        }
    }

    @Test(
        "a file that is no address, or that others may write, is not followed",
        arguments: [
            ("{", 0o600, "it is no address of a daemon"), ("{}", 0o600, "it is no address of a daemon"),
            (#"{"url":"file:///x","pid":1}"#, 0o600, "it is no address of a daemon"),
            (#"{"url":"http://127.0.0.1:1","pid":-1}"#, 0o600, "it is no address of a daemon"),
            (#"{"url":"http://127.0.0.1:1","pid":1}"#, 0o666, "others may write it; expected mode 0600"),
        ])
    func unusable(text: String, mode: Int, reason: String) throws {
        try Self.withFolder { folder in
            let path = "\(folder)/daemon.json"
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            #expect(DaemonAddress.find(at: path) == .unusable(path: path, reason: reason))
        }
    }

    @Test("a folder that is not there is an error, not a crash")
    func noFolder() throws {
        let address = DaemonAddress(url: "http://127.0.0.1:7373", tokenPath: nil)
        #expect(throws: DaemonAddressError.self) {
            try address.write(to: "/nowhere/at/all/daemon.json")
        }
    }
}
