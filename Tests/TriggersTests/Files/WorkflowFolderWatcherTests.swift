import Foundation
import Logging
import Synchronization
import TestKit
import Testing

@testable import Triggers

@Suite(.timeLimit(.minutes(10)))
struct WorkflowFolderWatcherTests {
    private final class Reports: Sendable {
        let list = Mutex<[WorkflowFolderWatcher.Changes]>([])
    }

    /// A watcher on a manual clock; reports come as they are made.
    private final class Bench {
        let folder: TemporaryFolder
        let clock = ManualClock()
        private let reports = Reports()
        private let life: Task<Void, any Error>

        init(_ folder: TemporaryFolder) throws {
            self.folder = folder
            let watcher = try WorkflowFolderWatcher(
                folder: folder.path + "/workflows", clock: clock,
                logger: Logger(label: "t", factory: { _ in SwiftLogNoOpLogHandler() })
            ) { [reports] changes in reports.list.withLock { $0.append(changes) } }
            life = Task { try await watcher.run() }
        }

        deinit { life.cancel() }

        /// Lets the folder come to rest, however often it stirs, and returns what is reported then.
        func next() async -> WorkflowFolderWatcher.Changes {
            while true {
                if let report = reports.list.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return report }
                if clock.sleeperCount > 0 { clock.advance(by: .milliseconds(200)) }
                await Task.yield()
            }
        }
    }

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.makeFolder("workflows")
        try folder.write("workflows/a.yaml", "name: a")
        return folder
    }

    @Test func `several changes in a short time are one report`() async throws {
        let bench = try Bench(try folder())
        try bench.folder.write("workflows/b.yml")
        try bench.folder.write("workflows/a.yaml", "name: a2")
        try bench.folder.write("workflows/notes.txt")
        try bench.folder.write("workflows/.b.yaml.swp")
        try bench.folder.write("workflows/.c.yaml")
        #expect(await bench.next() == .init(added: ["b.yml"], changed: ["a.yaml"]))
    }

    @Test func `a save through rename is a change, even of equal length`() async throws {
        let bench = try Bench(try folder())
        try bench.folder.replace("workflows/a.yaml", "name: b")
        #expect(await bench.next() == .init(changed: ["a.yaml"]))
    }

    @Test func `files that go, and folders that come and go with files in them`() async throws {
        let bench = try Bench(try folder())
        try bench.folder.remove("workflows/a.yaml")
        #expect(await bench.next() == .init(removed: ["a.yaml"]))
        try bench.folder.makeFolder("workflows/sms/deep")
        try bench.folder.write("workflows/sms/deep/c.yaml")
        try bench.folder.makeFolder("workflows/.git")
        try bench.folder.write("workflows/.git/d.yaml")
        #expect(await bench.next() == .init(added: ["sms/deep/c.yaml"]))
        try bench.folder.remove("workflows/sms")
        #expect(await bench.next() == .init(removed: ["sms/deep/c.yaml"]))
    }

    @Test func `a folder that is replaced as a whole is followed`() async throws {
        let bench = try Bench(try folder())
        try bench.folder.makeFolder("next")
        try bench.folder.write("next/b.yaml")
        #expect(rename(bench.folder.path + "/workflows", bench.folder.path + "/before") == 0)
        #expect(rename(bench.folder.path + "/next", bench.folder.path + "/workflows") == 0)
        #expect(await bench.next() == .init(added: ["b.yaml"], removed: ["a.yaml"]))
        try bench.folder.write("workflows/c.yaml")
        #expect(await bench.next() == .init(added: ["c.yaml"]))
    }
}
