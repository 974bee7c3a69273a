import Foundation
import Hummingbird
import JournalSQLite
import Logging
import NIOCore
import RunEngine
import Values
import WorkflowModel

/// Hummingbird with next to nothing behind it, in a process of its own: what a webhook of the daemon is held against.
///
/// Started by the benchmark itself as `Benchmarks --bare answer|journal`; prints its port.
enum BareServer {
    enum Kind: String {
        /// Reads the body and answers 202.
        case answer
        /// Puts one row into a journal, through the same group commit as the daemon, before it answers 202.
        case journal
    }

    static func run(_ kind: Kind) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ulak-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let journal = kind == .journal ? try SQLiteJournal(path: folder.appending(path: "journal.sqlite").path) : nil
        let router = Router()
        router.post("/go") { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            if let journal {
                let id = "\(UInt64.random(in: .min ... .max))"
                let event = AwaitedEvent(
                    EventKey(name: "bench", key: id), id: id, data: .string(String(buffer: body)),
                    at: Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)))
                _ = try await journal.post(event)
            }
            return Response(
                status: .accepted, headers: [.contentType: "application/json"],
                body: .init(byteBuffer: ByteBuffer(string: #"{"run":"01m7y61qem0r4sq774sg2zhq5n"}"#)))
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                FileHandle.standardOutput.write(Data("\(channel.localAddress?.port ?? 0)\n".utf8))
            },
            logger: Logger(label: "bare", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await application.runService()
        try? FileManager.default.removeItem(at: folder)
    }
}
