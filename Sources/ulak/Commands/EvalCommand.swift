import ArgumentParser
import Diagnostics
import Expressions
import Foundation
import Values

/// `ulak eval`: one expression on data, for people who are writing a workflow.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Evaluate an expression on JSON data.",
        discussion: """
            The members of the data are variables; the whole of it is `data`.

              ulak eval '1 + 2'
              ulak eval 'items.filter(i, i.price > 100).map(i, i.sku)' --data order.json
              ulak eval --template 'Dear ${{ name }}' --data customer.json
            """)

    @Argument(help: "The expression, or the text with --template.")
    var expression: String

    @Option(help: ArgumentHelp("JSON to evaluate it on; - is standard input.", valueName: "file"))
    var data: String?

    @Flag(help: "Take the argument as text with ${{ }} in it.")
    var template = false

    func run() async throws {
        var variables: [String: Value] = [:]
        if let data {
            do throws(FileFailure) {
                let value = try JSONFile.read(data)
                for (key, member) in value.objectValue ?? [:] { variables[key] = member }
                variables["data"] = variables["data"] ?? value
            } catch {
                throw [error.diagnostic].report()
            }
        }
        let environment = ExpressionEnvironment(variables: variables.keys.sorted().map { ($0, .dyn) })
        let file = SourceFile(path: "expression", text: expression)
        let place: (Range<Int>) -> SourceLocation = { SourceLocation(file: file, range: file.range(ofScalars: $0)) }
        let activation = DictionaryActivation(variables)
        let evaluate: () throws(EvaluationError) -> ExpressionValue
        do throws(ExpressionIssues) {
            if template {
                let compiled = try Template.compile(expression, in: environment)
                evaluate = { () throws(EvaluationError) in try compiled.evaluate(activation) }
            } else {
                let compiled = try environment.compile(expression)
                evaluate = { () throws(EvaluationError) in try compiled.evaluate(activation) }
            }
        } catch {
            throw error.issues.map { $0.diagnostic(at: place) }.report()
        }
        do throws(EvaluationError) {
            Terminal.output.write(try evaluate().json().jsonText(.indented) + "\n")
        } catch {
            _ = [error.diagnostic(at: place)].report()
            throw ExitStatus.runFailed
        }
    }
}
