import RunEngine
import TestKit
import Testing
import WorkflowModel

@testable import Server

@Suite("Signals of runs")
struct RunFeedTests {
    /// A task that is cancelled holds a lock of its own while it leaves the feed, and a signal needs that lock to wake it.
    @Test("listeners that are cut off while runs go on hold nothing up", .timeLimit(.minutes(2)))
    func cutOff() async {
        let feed = RunFeed(), run = SampleRecords.id(1)
        let record = RunRecord.runAdmitted(RunAdmitted(at: SampleRecords.start))
        for _ in 0..<4_000 {
            await withTaskGroup(of: Void.self) { group in
                let (ofAll, ofRun) = (feed.signals().stream, feed.signals(of: run))
                let listeners = [Task { for await _ in ofAll {} }, Task { for await _ in ofRun {} }]
                group.addTask { for _ in 0..<20 { feed.observe(run, record) } }
                group.addTask { for listener in listeners { listener.cancel() } }
            }
        }
        #expect(feed.listenerCount == 0)
    }
}
