import Foundation
import RunEngine
import Synchronization
import TestKit
import Testing
import Values
import WorkflowModel

@testable import Triggers

/// What is done with files whose runs have succeeded.
@Suite(.timeLimit(.minutes(10)))
struct FileRemovalTests {
    private let moving: ValueObject = ["folder": "inbox", "settle": "0s", "after": ["move_to": "done"]]

    private func drop(
        _ parameters: ValueObject, _ name: String = "a.csv", _ text: String = "x",
        succeeded: @escaping @Sendable (RunID) async -> Bool = { _ in false }
    ) async throws -> (FolderBench, Value) {
        let folder = try TemporaryFolder()
        try folder.makeFolder("inbox")
        let bench = try await FolderBench(parameters, folder: folder, succeeded: succeeded)
        try folder.write("inbox/\(name)", text)
        await bench.intake.reach(1)
        return (bench, try #require(bench.intake.events.first).data)
    }

    private final class Journal: Sendable {
        let succeeded = Mutex<Set<RunID>>([])
    }

    private func end(_ bench: FolderBench, _ parameters: ValueObject, _ data: Value, hasSucceeded: Bool = true) async {
        guard hasSucceeded else { return bench.service.runFinished(SampleRecords.id(1), hasSucceeded: false) }
        await bench.service.remove(FileWatch(FolderBench.trigger(parameters), of: WorkflowName("w")), data)
    }

    @Test func `a file is moved when its run has succeeded, and twice is once`() async throws {
        let (bench, data) = try await drop(moving)
        await end(bench, moving, data, hasSucceeded: false)
        #expect(try bench.folder.names("inbox") == ["a.csv"])
        await end(bench, moving, data)
        await end(bench, moving, data)
        #expect(try bench.folder.names("inbox") == [])
        #expect(try bench.folder.names("done") == ["a.csv"])
        await bench.stop()
    }

    @Test func `the end of a run alone is enough, and the ends of other runs do nothing`() async throws {
        // As the journal has it: the end of a run is on disk before it is told, and a run may end before its file is noted.
        let journal = Journal()
        let (bench, _) = try await drop(moving) { run in journal.succeeded.withLock { $0.contains(run) } }
        bench.service.runFinished(SampleRecords.id(7), hasSucceeded: true)
        bench.service.runFinished(SampleRecords.id(1), hasSucceeded: false)
        // Files that come later are looked at after all of that.
        try await bench.sentinel("inbox/b.csv", after: 1)
        #expect(try bench.folder.names("inbox") == ["a.csv", "b.csv"])
        for run in [SampleRecords.id(1), SampleRecords.id(2)] {
            journal.succeeded.withLock { _ = $0.insert(run) }
            bench.service.runFinished(run, hasSucceeded: true)
        }
        while try bench.folder.names("inbox") != [] { await Task.yield() }
        #expect(try bench.folder.names("done") == ["a.csv", "b.csv"])
        await bench.stop()
    }

    @Test func `a file is deleted when the author says so, and only that version`() async throws {
        let deleting: ValueObject = ["folder": "inbox", "settle": "0s", "after": "delete"]
        let (bench, data) = try await drop(deleting)
        try bench.folder.write("inbox/a.csv", "a newer one")
        await bench.intake.reach(2)
        await end(bench, deleting, data)
        #expect(try bench.folder.names("inbox") == ["a.csv"])
        await end(bench, deleting, try #require(bench.intake.events.last).data)
        #expect(try bench.folder.names("inbox") == [])
        await bench.stop()
    }

    @Test func `nothing is written over where a file goes`() async throws {
        let (bench, data) = try await drop(moving)
        try bench.folder.makeFolder("done")
        try bench.folder.write("done/a.csv", "older")
        try bench.folder.write("done/a-1.csv", "old")
        await end(bench, moving, data)
        #expect(try bench.folder.names("done") == ["a-1.csv", "a-2.csv", "a.csv"])
        await bench.stop()
    }

    @Test func `a move that broke off between its two steps is finished`() async throws {
        let (bench, data) = try await drop(moving)
        try bench.folder.makeFolder("done")
        #expect(link("\(bench.folder.path)/inbox/a.csv", "\(bench.folder.path)/done/a.csv") == 0)
        await end(bench, moving, data)
        #expect(try bench.folder.names("done") == ["a.csv"])
        #expect(try bench.folder.names("inbox") == [])
        await bench.stop()
    }

    @Test func `a crash between the end of the run and the move is made good at the next start`() async throws {
        let (bench, _) = try await drop(moving)
        await bench.stop()
        let asked = Mutex<[RunID]>([])
        let next = try await FolderBench(moving, folder: bench.folder, intake: bench.intake) { run in
            asked.withLock { $0.append(run) }
            return true
        }
        try await next.sentinel("inbox/z", after: 1)
        #expect(asked.withLock { $0.first } == SampleRecords.id(1))
        while try bench.folder.names().contains("done") == false { await Task.yield() }
        while try bench.folder.names("inbox").contains("a.csv") { await Task.yield() }
        await next.stop()
    }

    @Test func `the folder where files go may lie in the watched tree, and keeps the places below`() async throws {
        let nested: ValueObject = [
            "folder": "inbox", "settle": "0s", "subfolders": true, "after": ["move_to": "inbox/done"],
        ]
        let (bench, data) = try await drop(nested)
        await end(bench, nested, data)
        try bench.folder.makeFolder("inbox/ocak")
        try bench.folder.write("inbox/ocak/b.csv")
        await bench.intake.reach(2)
        await end(bench, nested, try #require(bench.intake.events.last).data)
        #expect(try bench.folder.names("inbox/done") == ["a.csv", "ocak"])
        try await bench.sentinel("inbox/z", after: 2)
        #expect(bench.intake.events.count == 3)
        await bench.stop()
    }

    @Test func `another file system gets a complete copy`() async throws {
        let shared = "/dev/shm"
        try #require(FileManager.default.isWritableFile(atPath: shared))
        let target = "\(shared)/ulak-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: target) }
        let parameters: ValueObject = ["folder": "inbox", "settle": "0s", "after": ["move_to": .string(target)]]
        let text = String(repeating: "abc", count: 100_000)
        let (bench, data) = try await drop(parameters, "big.txt", text)
        await end(bench, parameters, data)
        #expect(try FileManager.default.contentsOfDirectory(atPath: target) == ["big.txt"])
        #expect(try String(contentsOfFile: "\(target)/big.txt", encoding: .utf8) == text)
        #expect(try bench.folder.names("inbox") == [])
        await bench.stop()
    }
}
