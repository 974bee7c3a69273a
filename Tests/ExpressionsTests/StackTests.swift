import Foundation
import Testing
import Values

@testable import Expressions

@Suite("Stack")
struct StackTests {
    /// A debug build takes about eight times the stack of a release build.
    #if DEBUG
    static let stackSize = 4 << 20
    #else
    static let stackSize = 512 << 10
    #endif

    /// Runs on a thread with a stack of so many bytes and waits for it.
    static func onStack(of bytes: Int, _ body: @escaping @Sendable () -> Bool) -> Bool {
        let result = Box()
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            result.value = body()
            done.signal()
        }
        thread.stackSize = bytes
        thread.start()
        done.wait()
        return result.value
    }

    /// Written by the thread before it signals, read after the wait.
    private final class Box: @unchecked Sendable {
        var value = false
    }

    @Test("the deepest expressions that are allowed run on a small stack")
    func smallStack() {
        func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }
        let sources = [
            repeated("(1 + ", 95) + "1" + repeated(")", 95), repeated("[", 95) + "1" + repeated("]", 95),
            repeated("{'a': ", 95) + "1" + repeated("}", 95), repeated("!", 95) + "true", repeated("true ? 1 : ", 95) + "1",
            "1" + repeated(" + 1", 240), "x" + repeated(".a", 240), repeated("int(", 95) + "1" + repeated(")", 95),
            repeated("cel.bind(a, 1, ", 95) + "1" + repeated(")", 95), repeated("size([", 48) + "1" + repeated("])", 48),
            repeated("coalesce(", 95) + "1" + repeated(")", 95),
            "[1].map(a, [a].map(b, [b].map(c, [c].map(d, " + repeated("(1 + ", 80) + "d"
                + repeated(")", 80) + "))))",
        ]
        let isDone = Self.onStack(of: Self.stackSize) {
            let environment = ExpressionEnvironment(variables: [("x", .dyn)])
            for source in sources {
                guard let expression = try? environment.compile(source) else { return false }
                let value = try? expression.evaluate(DictionaryActivation(["x": Value.int(1)]))
                if let value, (try? value.json()) == nil { return false }
            }
            return true
        }
        #expect(isDone)
    }
}
