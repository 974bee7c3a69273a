import Foundation
import Logging
import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

@testable import Triggers

/// A folder of its own for one test, gone with it.
final class TemporaryFolder: Sendable {
    let path: String
    /// Beside the folder, where nobody watches.
    private let drafts: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/ulak-triggers-" + UUID().uuidString
        drafts = path + "-drafts"
        for folder in [path, drafts] {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
    }

    deinit { for folder in [path, drafts] { try? FileManager.default.removeItem(atPath: folder) } }

    /// A new file is there as a whole or not at all: between its making and its text, a watcher would find an empty one. One that is
    /// there is written to in its place.
    func write(_ name: String, _ text: String = "x") throws {
        guard FileManager.default.fileExists(atPath: "\(path)/\(name)") else { return try replace(name, text) }
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }

    /// Through another name, as editors save.
    func replace(_ name: String, _ text: String) throws {
        let draft = "\(drafts)/\(UUID().uuidString)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: draft))
        try #require(rename(draft, "\(path)/\(name)") == 0)
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }
    func names(_ folder: String = ".") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)").sorted()
    }
}

/// One life of a file watch service over real folders.
struct FolderBench {
    let folder: TemporaryFolder
    let intake: RecordingIntake
    let service: FileWatchService
    private let life: Task<Void, any Error>

    init(
        _ parameters: ValueObject, folder: TemporaryFolder, intake: RecordingIntake = RecordingIntake(),
        clock: any Clock<Duration> = ContinuousClock(), succeeded: @escaping @Sendable (RunID) async -> Bool = { _ in false }
    ) async throws {
        self.folder = folder
        self.intake = intake
        service = try Self.service(intake, folder, clock, succeeded)
        try await service.install(Self.plan(parameters))
        let service = service
        life = Task { try await service.run() }
    }

    private static func service(
        _ intake: RecordingIntake, _ folder: TemporaryFolder, _ clock: some Clock<Duration>,
        _ succeeded: @escaping @Sendable (RunID) async -> Bool
    ) throws -> FileWatchService {
        try FileWatchService(
            intake: intake, project: folder.path, clock: clock,
            logger: Logger(label: "t", factory: { _ in SwiftLogNoOpLogHandler() }),
            succeeded: succeeded)
    }

    static func trigger(_ parameters: ValueObject) -> PlannedTrigger { .of("files", node: "file_watch", with: parameters) }
    static func plan(_ parameters: ValueObject) -> Plan { .of([], name: "w", triggers: [trigger(parameters)]) }

    func stop() async {
        life.cancel()
        _ = await life.result
    }

    /// Everything that happened before has been looked at when this file has its run.
    func sentinel(_ name: String, after count: Int) async throws {
        try folder.write(name)
        await intake.reach(count + 1)
    }

    var paths: [String] { intake.events.compactMap { $0.data["path"]?.stringValue }.sorted() }
}
