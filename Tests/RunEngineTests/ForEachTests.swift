import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

struct ForEachTests {
    static let list: Value = ["list": ["x", "y", "z"]]

    @Test func `items run as many at a time as allowed, and the output keeps their order`() throws {
        var table = try RunTable(
            .of([
                .of("each", with: .expressions(["v": "item", "i": "index"]), forEach: .text("trigger.list", concurrency: 2)),
                .of("after", needs: ["each"], with: .expressions(["all": "steps.each.output"])),
            ]), trigger: Self.list)
        try table.end("each[1]#1", .succeeded("Y"))
        try table.end("each[2]#1", .succeeded("Z"))
        try table.end("each[0]#1", .succeeded("X"))
        try table.end("after#1", .done)
        #expect(
            table.text == """
                0s run started
                0s each expanded: ["x","y","z"]
                0s each[0]#1 started {"v":"x","i":0}
                0s each[1]#1 started {"v":"y","i":1}
                1s each[1]#1 succeeded "Y"
                1s each[2]#1 started {"v":"z","i":2}
                2s each[2]#1 succeeded "Z"
                3s each[0]#1 succeeded "X"
                3s each finished
                3s after#1 started {"all":["X","Y","Z"]}
                4s after#1 succeeded
                4s run succeeded

                """)
    }

    @Test func `a batch takes several elements at once`() throws {
        var table = try RunTable(
            .of([.of("each", with: .expressions(["v": "items"]), forEach: .text("trigger.list", batch: 2))]), trigger: Self.list)
        try table.end("each[0]#1", .done)
        try table.end("each[1]#1", .done)
        #expect(table.text.contains(#"each expanded: [["x","y"],["z"]]"#))
        #expect(table.text.contains(#"each[1]#1 started {"v":["z"]}"#))
        #expect(table.text.hasSuffix("run succeeded\n"))
    }

    @Test func `an empty list succeeds with an empty output`() throws {
        let table = try RunTable(.of([.of("each", forEach: .text("trigger.list"))]), trigger: ["list": []])
        #expect(table.text == "0s run started\n0s each expanded: []\n0s each finished\n0s run succeeded\n")
        #expect(table.result.step(StepID("each"))?.output == [])
    }

    @Test func `behind a failed item no new one starts`() throws {
        var table = try RunTable(.of([.of("each", forEach: .text("trigger.list", concurrency: 2))]), trigger: Self.list)
        try table.end("each[0]#1", .wrong)
        try table.end("each[1]#1", .succeeded(2))
        #expect(
            table.text == """
                0s run started
                0s each expanded: ["x","y","z"]
                0s each[0]#1 started
                0s each[1]#1 started
                1s each[0]#1 failed: wrong (input)
                2s each[1]#1 succeeded 2
                2s each finished: wrong: 1 of 3 items failed; the first, item 0: not a phone number (1 not started)
                2s run failed at each: wrong

                """)
        #expect(table.result.step(StepID("each"))?.output == [nil, 2, nil])
    }

    @Test func `with on_error continue every item gets its turn and failed ones leave null`() throws {
        var table = try RunTable(
            .of([.of("each", forEach: .text("trigger.list"), onError: .continue), .of("after", needs: ["each"])]),
            trigger: Self.list)
        try table.end("each[0]#1", .succeeded(1))
        try table.end("each[1]#1", .wrong)
        try table.end("each[2]#1", .succeeded(3))
        #expect(table.text.contains("each finished: wrong: 1 of 3 items failed; the first, item 1: not a phone number\n"))
        #expect(table.text.contains("after#1 started"))
        #expect(table.result.step(StepID("each"))?.output == [1, nil, 3])
    }

    @Test func `an item that failed for now keeps its place while others go on`() throws {
        var table = try RunTable(
            .of([.of("each", forEach: .text("trigger.list", concurrency: 2), retry: .plain(2))]), trigger: Self.list)
        try table.end("each[0]#1", .down)
        try table.end("each[1]#1", .done, after: .milliseconds(200))
        try table.end("each[2]#1", .done, after: .milliseconds(200))
        try table.wait(.milliseconds(600))
        try table.end("each[0]#2", .done)
        #expect(
            table.text == """
                0s run started
                0s each expanded: ["x","y","z"]
                0s each[0]#1 started
                0s each[1]#1 started
                1s each[0]#1 failed: down (unavailable), again in 1s
                   wake each[0]#2 at 2s
                1s200ms each[1]#1 succeeded
                1s200ms each[2]#1 started
                   wake each[0]#2 at 2s
                1s400ms each[2]#1 succeeded
                   wake each[0]#2 at 2s
                2s each[0]#2 started
                3s each[0]#2 succeeded
                3s each finished
                3s run succeeded

                """)
    }

    @Test func `an expression of one item fails that item`() throws {
        var table = try RunTable(
            .of([.of("each", with: .expressions(["v": "item.id"]), forEach: .text("trigger.list"), onError: .continue)]),
            trigger: ["list": [["id": 1], [:], ["id": 3]]])
        try table.end("each[0]#1", .done)
        try table.end("each[2]#1", .done)
        #expect(table.text.contains("each[1]#1 failed: EXPR020 (input)"))
        #expect(table.text.contains("1 of 3 items failed; the first, item 1:"))
        #expect(table.text.hasSuffix("run succeeded\n"))
    }

    @Test func `after a restart finished items are not repeated`() throws {
        var table = try RunTable(.of([.of("each", forEach: .text("trigger.list", concurrency: 1))]), trigger: Self.list)
        try table.end("each[0]#1", .done)
        try table.crash()
        try table.end("each[1]#1", .done)
        try table.crash()
        try table.end("each[2]#1", .done)
        #expect(table.text.components("each[0]#1 started") == 1)
        #expect(table.text.components("each[1]#1 resumed") == 1)
        #expect(table.text.hasSuffix("run succeeded\n"))
    }
}

extension String {
    /// How often a text occurs.
    func components(_ text: String) -> Int { ranges(of: text).count }
}
