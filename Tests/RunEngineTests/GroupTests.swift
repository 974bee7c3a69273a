import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

struct GroupTests {
    @Test func `a queued run does nothing before it is admitted`() throws {
        let group = RunGroup(key: "orders", limit: 1, onLimit: .queue)
        var table = try RunTable(.of([.of("a")]), groups: [group])
        #expect(table.result.status == .queued)
        try table.admit()
        try table.end("a#1", .done)
        #expect(
            table.text == """
                0s run started
                   hold
                0s run admitted
                0s a#1 started
                1s a#1 succeeded
                1s run succeeded

                """)
    }

    @Test func `a queued run can be cancelled`() throws {
        var table = try RunTable(.of([.of("a")]), groups: [RunGroup(key: "orders", limit: 1, onLimit: .queue)])
        try table.cancel()
        #expect(table.text.hasSuffix("cancel requested\n0s run cancelled\n"))
        #expect(table.result.status == .cancelled)
    }
}
