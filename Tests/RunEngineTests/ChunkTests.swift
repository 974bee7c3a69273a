import RunEngine
import TestKit
import Testing
import Values
import WorkflowModel

@Suite("A list that is too long for one request")
struct ChunkTests {
    static func step(_ list: String, onError: ErrorPolicy = .fail) throws -> PlannedStep {
        try .of(
            "a", effect: .send, with: .expressions(["to": list, "text": "'Hello'"]), onError: onError,
            chunk: .plain("to", size: 2))
    }

    @Test("each chunk is an attempt of its own, and their lists become one")
    func chunks() throws {
        var table = try RunTable(
            .of([Self.step("[1, 2, 3]"), .of("b", needs: ["a"], with: .expressions(["got": "steps.a.output.ids"]))]))
        try table.end("a[0]#1", .succeeded(["id": "x", "ids": ["x"]]))
        try table.end("a[1]#1", .succeeded(["id": "y", "ids": ["y"]]))
        #expect(
            table.text == """
                0s run started
                0s a expanded: [[1,2],[3]]
                0s a[0]#1 started {"to":[1,2],"text":"Hello"}
                1s a[0]#1 succeeded {"id":"x","ids":["x"]}
                1s a[1]#1 started {"to":[3],"text":"Hello"}
                2s a[1]#1 succeeded {"id":"y","ids":["y"]}
                2s a finished
                2s b#1 started {"got":["x","y"]}

                """)
        #expect(table.result.step(StepID("a"))?.output == ["id": "x", "ids": ["x", "y"]])
    }

    @Test("a list that fits is sent as it is")
    func fits() throws {
        let table = try RunTable(.of([Self.step("[1, 2]")]))
        #expect(table.text == "0s run started\n0s a#1 started {\"to\":[1,2],\"text\":\"Hello\"}\n")
    }

    @Test("a chunk that may have been sent is held alone, and the others are not sent again")
    func held() throws {
        var table = try RunTable(.of([Self.step("[1, 2, 3]", onError: .continue)]))
        try table.end("a[0]#1", .lost)
        try table.end("a[1]#1", .done)
        try table.crash()
        #expect(table.machine.heldAttempts == [AttemptKey(text: "a[0]#1")])
        try table.resolve("a[0]#1", sent: true)
        #expect(table.text.hasSuffix("run succeeded\n"))
    }

    @Test("a list that cannot be cut goes to the node, which says why")
    func broken() throws {
        let table = try RunTable(.of([Self.step("[1, 2, 'x']")]))
        #expect(table.text.hasSuffix("a#1 started {\"to\":[1,2,\"x\"],\"text\":\"Hello\"}\n"))
    }
}
