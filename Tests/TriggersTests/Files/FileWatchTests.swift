import Foundation
import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

@testable import Triggers

@Suite(.timeLimit(.minutes(10)))
struct FileWatchTests {
    private let inbox: ValueObject = ["folder": "inbox", "settle": "0s"]

    private func start(_ parameters: ValueObject, folder: TemporaryFolder? = nil, intake: RecordingIntake = .init()) async throws
        -> FolderBench
    {
        let folder = try folder ?? TemporaryFolder()
        try? folder.makeFolder("inbox")
        return try await FolderBench(parameters, folder: folder, intake: intake)
    }

    @Test func `files that were there and files that come have a run each`() async throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("inbox")
        try folder.write("inbox/early.csv", "a;b\n")
        let bench = try await start(inbox, folder: folder)
        await bench.intake.reach(1)
        try folder.write("inbox/late.csv", "longer")
        await bench.intake.reach(2)
        let event = try #require(bench.intake.events.first)
        #expect(event.source == TriggerKey(WorkflowName("w"), TriggerID("files")))
        #expect(event.data["path"] == "inbox/early.csv")
        #expect(event.data["name"] == "early.csv")
        #expect(event.data["size"] == 4)
        #expect(event.data["modified_at"]?.stringValue.flatMap { Timestamp(text: $0) } != nil)
        #expect(bench.paths == ["inbox/early.csv", "inbox/late.csv"])
        await bench.stop()
    }

    @Test func `only names that match count, and hidden ones do not`() async throws {
        let bench = try await start(["folder": "inbox", "settle": "0s", "match": "*.csv"])
        for name in ["a.csv", "a.txt", ".hidden.csv", "b.CSV", "csv"] { try bench.folder.write("inbox/\(name)") }
        try await bench.sentinel("inbox/z.csv", after: 1)
        #expect(bench.paths == ["inbox/a.csv", "inbox/z.csv"])
        await bench.stop()
    }

    @Test func `a version has one run, over restarts too, and a new version has another`() async throws {
        let first = try await start(inbox)
        try first.folder.write("inbox/a", "1")
        await first.intake.reach(1)
        try first.folder.write("inbox/a", "22")
        await first.intake.reach(2)
        try first.folder.replace("inbox/a", "333")
        await first.intake.reach(3)
        await first.stop()
        let second = try await start(inbox, folder: first.folder, intake: first.intake)
        try await second.sentinel("inbox/z", after: 3)
        #expect(second.intake.events.map { $0.data["size"] } == [1, 2, 3, 1])
        #expect(second.intake.offered > 4)
        await second.stop()
    }

    @Test func `names with spaces, line ends and bytes that are no UTF-8 keep their bytes`() async throws {
        let bench = try await start(inbox)
        let names: [[UInt8]] = [
            Array("ocak ayı.csv".utf8), Array("two\nlines\t.csv".utf8), [0x61, 0xFF, 0xFE, 0x2E, 0x63], Array("a\\xFF".utf8),
            [0xC5],
        ]
        let root = BytePath(bench.folder.path).appending(BytePath("inbox"))
        for name in names {
            let file = root.appending(BytePath(bytes: name)).withCString { fopen($0, "w") }
            fclose(file)
        }
        await bench.intake.reach(names.count)
        let found = bench.intake.events.compactMap { $0.data["path_base64"]?.stringValue.flatMap { BytePath(base64: $0) } }
        #expect(Set(found) == Set(names.map { BytePath("inbox").appending(BytePath(bytes: $0)) }))
        #expect(
            Set(bench.paths) == [
                "inbox/ocak ayı.csv", "inbox/two\nlines\t.csv", "inbox/a\\xFF\\xFE.c", "inbox/a\\xFF", "inbox/\\xC5",
            ])
        await bench.stop()
    }

    @Test func `folders below count when they are wanted, also those that come later with files in them`() async throws {
        let bench = try await start(["folder": "inbox", "settle": "0s", "subfolders": true])
        var expected: Set<String> = []
        for outer in 0..<30 {
            for inner in 0..<4 {
                try bench.folder.makeFolder("inbox/\(outer)/\(inner)")
                try bench.folder.write("inbox/\(outer)/\(inner)/f")
                expected.insert("inbox/\(outer)/\(inner)/f")
            }
        }
        await bench.intake.reach(expected.count)
        #expect(Set(bench.paths) == expected)
        // A whole tree moved in, and one without subfolders beside it.
        try bench.folder.makeFolder("elsewhere/deep")
        try bench.folder.write("elsewhere/deep/g")
        #expect(rename(bench.folder.path + "/elsewhere", bench.folder.path + "/inbox/moved") == 0)
        await bench.intake.reach(expected.count + 1)
        #expect(bench.paths.contains("inbox/moved/deep/g"))
        await bench.stop()
    }

    @Test func `folders below do not count otherwise`() async throws {
        let bench = try await start(inbox)
        try bench.folder.makeFolder("inbox/sub")
        try bench.folder.write("inbox/sub/f")
        try await bench.sentinel("inbox/z", after: 0)
        #expect(bench.paths == ["inbox/z"])
        await bench.stop()
    }

    @Test func `ten thousand files dropped at once give ten thousand runs in few calls`() async throws {
        let bench = try await start(["folder": "inbox", "settle": "200ms"])
        let path = bench.folder.path
        for number in 0..<10_000 {
            // Others live on the same threads.
            if number % 100 == 0 { await Task.yield() }
            let descriptor = open("\(path)/inbox/\(number)", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
            #expect(descriptor >= 0)
            close(descriptor)
        }
        await bench.intake.reach(10_000)
        #expect(Set(bench.paths).count == 10_000)
        #expect(bench.intake.events.count == 10_000)
        #expect(bench.intake.calls < 1000)
        await bench.stop()
    }

    @Test func `when the kernel drops notices everything is listed anew`() async throws {
        let bench = try await start(["folder": "inbox", "settle": "0s", "subfolders": true])
        try bench.folder.write("inbox/a")
        await bench.intake.reach(1)
        await bench.service.take([Inotify.Notice(watch: -1, mask: UInt32(IN_Q_OVERFLOW), name: BytePath(""))])
        #expect(bench.intake.offered >= 2)
        #expect(bench.intake.events.count == 1)
        await bench.stop()
    }

    @Test func `a folder that vanishes and comes back is watched again`() async throws {
        let bench = try await start(["folder": "far/away/inbox", "settle": "0s"])
        try bench.folder.makeFolder("far/away/inbox")
        try bench.folder.write("far/away/inbox/1")
        await bench.intake.reach(1)
        try bench.folder.remove("far/away/inbox")
        try bench.folder.makeFolder("far/away/inbox")
        try bench.folder.write("far/away/inbox/2")
        await bench.intake.reach(2)
        #expect(rename(bench.folder.path + "/far", bench.folder.path + "/old") == 0)
        try bench.folder.makeFolder("far/away/inbox")
        try bench.folder.write("far/away/inbox/3")
        await bench.intake.reach(3)
        try bench.folder.remove("far")
        try bench.folder.write("far", "in the way")
        try bench.folder.remove("far")
        try bench.folder.makeFolder("far/away/inbox")
        try bench.folder.write("far/away/inbox/4")
        await bench.intake.reach(4)
        #expect(bench.paths == (1...4).map { "far/away/inbox/\($0)" })
        await bench.stop()
    }

    @Test func `two triggers on one folder see each file, and the one that stays when the other goes`() async throws {
        let bench = try await start(inbox)
        let other = Plan.of([], name: "other", triggers: [FolderBench.trigger(inbox)])
        try await bench.service.install(other)
        try bench.folder.write("inbox/a")
        await bench.intake.reach(2)
        await bench.service.remove(WorkflowName("other"))
        try await bench.sentinel("inbox/b", after: 2)
        #expect(bench.intake.events.map(\.source.workflow.rawValue).sorted() == ["other", "w", "w"])
        await bench.stop()
    }

    @Test func `a file counts when it has rested, and not while it changes`() async throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("inbox")
        let clock = ManualClock()
        let bench = try await FolderBench(["folder": "inbox", "settle": "10s"], folder: folder, clock: clock)
        try folder.write("inbox/a", "1")
        await clock.untilSomebodySleeps()
        clock.advance(by: .seconds(6))
        // Written to by somebody who does not close it.
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.path + "/inbox/a"))
        try handle.write(contentsOf: Data("123".utf8))
        clock.advance(by: .seconds(4))
        await clock.untilSomebodySleeps()
        #expect(bench.intake.calls == 0)
        clock.advance(by: .seconds(10))
        await bench.intake.reach(1)
        #expect(bench.intake.events.map { $0.data["size"] } == [3])
        try handle.close()
        await bench.stop()
    }

    @Test func `files wait for a journal that cannot be written to`() async throws {
        let folder = try TemporaryFolder()
        try folder.makeFolder("inbox")
        let clock = ManualClock()
        let intake = RecordingIntake()
        intake.fail { _ in .journal(JournalError(.full, message: "no room")) }
        for number in 0..<5 { try folder.write("inbox/\(number)") }
        let bench = try await FolderBench(inbox, folder: folder, intake: intake, clock: clock)
        await clock.untilSomebodySleeps()
        #expect(intake.events.isEmpty)
        intake.fail(nil)
        clock.advance(by: .seconds(1))
        await intake.reach(5)
        #expect(bench.paths.count == 5)
        await bench.stop()
    }
}
