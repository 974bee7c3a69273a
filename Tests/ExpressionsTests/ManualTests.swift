import Foundation
import Testing
import Values

@testable import Expressions

@Suite("The manual")
struct ManualTests {
    /// A line `expression  // -> result` of the manual.
    struct Example: CustomTestStringConvertible {
        let expression: String
        let result: String

        var testDescription: String { expression }
    }

    static let manual = (try? String(contentsOfFile: Repository.root + "/docs/expressions.md", encoding: .utf8)) ?? ""

    /// The lines between fences of a language.
    static func blocks(_ language: String) -> [[String]] {
        var blocks: [[String]] = []
        var isInside = false
        for line in manual.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line == "```\(language)" {
                isInside = true
                blocks.append([])
            } else if line == "```" {
                isInside = false
            } else if isInside {
                blocks[blocks.count - 1].append(line)
            }
        }
        return blocks
    }

    static let examples: [Example] = blocks("cel").joined().compactMap { line in
        guard let mark = line.range(of: " // -> ") else { return nil }
        return Example(
            expression: String(line[..<mark.lowerBound]).trimmingCharacters(in: .whitespaces),
            result: String(line[mark.upperBound...]))
    }

    @Test("every line of code in the manual is an example")
    func everyLine() {
        let lines = Self.blocks("cel").joined().filter { !$0.isEmpty }
        #expect(lines.count == Self.examples.count)
        #expect(lines.count > 150)
    }

    @Test("every example gives what it says", arguments: examples)
    func example(_ example: Example) throws {
        let data = try #require(try Value(json: Self.blocks("json").joined().joined(separator: "\n")).objectValue)
        let environment = ExpressionEnvironment(variables: data.keys.map { ($0, .dyn) })
        let activation = DictionaryActivation(Dictionary(uniqueKeysWithValues: data.map { ($0.key, $0.value) }))
        if example.result.hasPrefix("error: ") {
            let message = example.result.dropFirst(7)
            let compiled = try environment.compile(example.expression)
            let error = #expect(throws: EvaluationError.self) { try compiled.evaluate(activation) }
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        } else {
            let value = try environment.compile(example.expression).evaluate(activation).json()
            #expect(value == (try Value(json: example.result)))
        }
    }

    @Test("every function of the library stands in an example")
    func everyFunction() {
        let code = Self.examples.map(\.expression).joined(separator: "\n")
        for name in StandardLibrary.functions.keys.sorted() {
            #expect(code.contains("\(name)("), "`\(name)` has no example")
        }
        for name in MacroNames.all.sorted() {
            #expect(code.contains("\(name)("), "the macro `\(name)` has no example")
        }
    }
}
