import Foundation
import RunEngine
import Testing
import Values
import WorkflowModel

@testable import NodeRuntime

struct FileNodeTests {
    private let turkish = "İstanbul'da ığüşöç: çok güzel €"

    @Test(arguments: ["utf-8", "windows-1254", "utf-16"])
    func `what is written in an encoding reads the same`(_ encoding: String) async throws {
        let bench = try LocalBench()
        _ = try await bench.output("file.write", ["path": "a.txt", "text": .string(turkish), "encoding": .string(encoding)])
        let found = try await bench.output("file.read", ["path": "a.txt", "encoding": .string(encoding)])
        let size = try bench.bytes("a.txt").count
        #expect(found["text"] == .string(turkish))
        #expect(found["size"] == .int(Int64(size)))
    }

    @Test func `Turkish letters have their bytes`() async throws {
        let bench = try LocalBench()
        try bench.write("a", [0xDD, 0xFD, 0xD0, 0xF0, 0xDE, 0xFE, 0x80])
        #expect(try await bench.output("file.read", ["path": "a", "encoding": "windows-1254"])["text"] == "İıĞğŞş€")
        #expect(try await bench.output("file.read", ["path": "a", "encoding": "iso-8859-9"])["text"] == "İıĞğŞş\u{80}")
        #expect(try await bench.output("file.read", ["path": "a", "encoding": "base64"])["text"] == "3f3Q8N7+gA==")
        let failure = try await bench.failure("file.read", ["path": "a"])
        #expect(failure.code == "encoding" && failure.failureClass == .input)
        #expect(failure.message.contains("windows-1254"))
    }

    @Test func `a character that an encoding does not have is named, and nothing is written`() async throws {
        let bench = try LocalBench()
        let failure = try await bench.failure("file.write", ["path": "a", "text": "ok 😀", "encoding": "iso-8859-9"])
        #expect(failure.message == "`text` holds `😀` (U+1F600), which iso-8859-9 does not have")
        #expect(try bench.names() == [])
    }

    @Test func `a mark in front of UTF-8 is no part of the text`() async throws {
        let bench = try LocalBench()
        try bench.write("a", [0xEF, 0xBB, 0xBF, 0x61])
        #expect(try await bench.output("file.read", ["path": "a"])["text"] == "a")
    }

    @Test func `replacing keeps the permissions and leaves nothing beside the file`() async throws {
        let bench = try LocalBench()
        try bench.write("a", "old")
        chmod(bench.folder + "/a", 0o640)
        _ = try await bench.output("file.write", ["path": "a", "text": "new"])
        #expect(try bench.bytes("a") == Array("new".utf8))
        #expect(try bench.names() == ["a"])
        var status = stat()
        #expect(stat(bench.folder + "/a", &status) == 0 && status.st_mode & 0o7777 == 0o640)
    }

    @Test func `create fails where something else is, and is done where the same is`() async throws {
        let bench = try LocalBench()
        _ = try await bench.output("file.write", ["path": "a", "text": "1", "mode": "create"])
        _ = try await bench.output("file.write", ["path": "a", "text": "1", "mode": "create"])
        let failure = try await bench.failure("file.write", ["path": "a", "text": "2", "mode": "create"])
        #expect(failure.code == "exists")
        #expect(try bench.bytes("a") == Array("1".utf8))
        #expect(try bench.names() == ["a"])
    }

    @Test func `append adds to the end, and makes the file and the folders`() async throws {
        let bench = try LocalBench()
        for line in ["a\n", "b\n"] {
            _ = try await bench.output(
                "file.write", ["path": "x/y/log.txt", "text": .string(line), "mode": "append", "folders": true])
        }
        #expect(try bench.bytes("x/y/log.txt") == Array("a\nb\n".utf8))
        #expect(try await bench.failure("file.write", ["path": "z/log.txt", "text": "a"]).code == "not_found")
    }

    @Test(arguments: ["../out", "/etc/passwd", "sub/../../out", "link/out", "dangling", "sub/link2/x", "nowhere/../../x"])
    func `no path leads out of the folder`(_ path: String) async throws {
        let bench = try LocalBench()
        try FileManager.default.createDirectory(atPath: bench.folder + "/sub", withIntermediateDirectories: true)
        symlink("/tmp", bench.folder + "/link")
        symlink("/", bench.folder + "/sub/link2")
        symlink(bench.folder + "-elsewhere", bench.folder + "/dangling")
        for node in ["file.read", "csv.read", "file.write"] {
            let failure = try await bench.failure(
                node, node == "file.write" ? ["path": .string(path), "text": "x"] : ["path": .string(path)])
            #expect(failure.code == "outside_root", "\(failure)")
            #expect(failure.failureClass == .config)
        }
    }

    @Test func `a path inside may be absolute, hold dots and links, and be given by its bytes`() async throws {
        let bench = try LocalBench()
        try FileManager.default.createDirectory(atPath: bench.folder + "/sub", withIntermediateDirectories: true)
        try bench.write("a", "text")
        symlink("a", bench.folder + "/link")
        for path in ["a", "./sub/../a", "link", bench.folder + "/a"] {
            #expect(try await bench.output("file.read", ["path": .string(path)])["text"] == "text")
        }
        let name: [UInt8] = Array("sub/".utf8) + [0xFF, 0xFE]
        let encoded = Value.string(Data(name).base64EncodedString())
        _ = try await bench.output("file.write", ["path_base64": encoded, "text": "raw"])
        #expect(try await bench.output("file.read", ["path_base64": encoded])["text"] == "raw")
    }

    @Test func `what cannot be read says why`() async throws {
        let bench = try LocalBench()
        try bench.write("big", [UInt8](repeating: 0x61, count: 101))
        mkfifo(bench.folder + "/pipe", 0o600)
        #expect(try await bench.failure("file.read", ["path": "none"]).code == "not_found")
        #expect(try await bench.failure("file.read", ["path": "."]).code == "is_folder")
        #expect(try await bench.failure("file.read", ["path": "pipe"]).code == "no_file")
        #expect(try await bench.failure("file.read", ["path": "big", "max_bytes": 100]).code == "too_large")
        #expect(try await bench.output("file.read", ["path": "big", "max_bytes": 101])["size"] == 101)
        #expect(try await bench.failure("file.read", [:]).message.contains("`path_base64`"))
    }
}
