import Foundation
import Testing
import Values

@testable import Expressions

/// Random expressions must never crash or hang, and a checked expression must give a value of the type that the checker promised.
///
/// `ULAK_FUZZ_ITERATIONS` asks for a longer run, `ULAK_FUZZ_SEED` for one that was seen before.
@Suite("Fuzzing")
struct FuzzTests {
    static let environment = ProcessInfo.processInfo.environment
    static let iterations = environment["ULAK_FUZZ_ITERATIONS"].flatMap(Int.init) ?? 3_000
    static let seed = environment["ULAK_FUZZ_SEED"].flatMap(UInt64.init) ?? 20_260_309

    static let variables: [(String, ExpressionType)] = [
        ("data", .dyn), ("n", .int), ("s", .string), ("d", .double), ("l", .list(.int)), ("m", .map(.string, .string)),
        ("t", .timestamp), ("o", .optional(.int)),
    ]
    static let activation = DictionaryActivation([
        "data": ExpressionValue(["a": [1, 2.5, "x", nil, ["b": true]], "b": ["c": ["d": "e"]], "n": nil, "s": "şey"] as Value),
        "n": .int(3), "s": .string("text 42"), "d": .double(1.5), "l": ExpressionValue([3, 1, 2] as Value),
        "m": ExpressionValue(["k": "v"] as Value), "t": TimestampValue(seconds: 1_000_000_000).map { .timestamp($0) } ?? .null,
        "o": .optional(.int(1)),
    ])

    @Test("random expressions are refused or give a value of their type")
    func randomExpressions() async {
        print("expression fuzzing: seed \(Self.seed), \(Self.iterations) iterations")
        var random = SplitMix(state: Self.seed)
        var limits = ExpressionLimits.standard
        limits.cost = 20_000
        let environment = ExpressionEnvironment(variables: Self.variables, limits: limits)
        var evaluated = 0
        for _ in 0..<Self.iterations {
            // Others live on the same threads.
            await Task.yield()
            var generator = ExpressionGenerator(random: random)
            let source = generator.source()
            random = generator.random
            if let type = try? environment.compile(source).resultType, let value = run(environment, source, isChecked: true) {
                evaluated += 1
                #expect(Self.admits(type, value), "\(source) gave \(value.kindName), but the checker promised \(type)")
            }
            _ = run(environment, source, isChecked: false)
            _ = try? Template.compile("a ${{ \(source) }} b", in: environment).evaluate(Self.activation)
        }
        #expect(evaluated > Self.iterations / 20, "too few of the random expressions are valid to say anything")
    }

    /// Types that a null may stand for, by the rules of CEL, admit null too.
    private static func admits(_ type: ExpressionType, _ value: ExpressionValue) -> Bool {
        if case .null = value {
            switch type {
            case .timestamp, .duration, .optional, .opaque: return true
            default: break
            }
        }
        return type.admits(value)
    }

    /// The value, if there is one; errors must have places inside the text.
    private func run(_ environment: ExpressionEnvironment, _ source: String, isChecked: Bool) -> ExpressionValue? {
        let length = source.unicodeScalars.count
        do {
            let expression = isChecked ? try environment.compile(source) : try environment.compileUnchecked(source)
            let value = try expression.evaluate(Self.activation)
            _ = try? value.json()
            return value
        } catch let error as EvaluationError {
            #expect(error.range.upperBound <= length, "\(source): \(error)")
        } catch let error as ExpressionIssues {
            for issue in error.issues { #expect(issue.range.upperBound <= length, "\(source): \(issue.message)") }
        } catch {
            Issue.record("\(source): \(error)")
        }
        return nil
    }
}

/// A generator that gives the same numbers for the same seed everywhere.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Makes expressions: mostly well-formed ones, some with pieces cut out or put in.
struct ExpressionGenerator {
    var random: SplitMix

    private static let literals = [
        "1", "-7", "0", "9223372036854775807", "-9223372036854775808", "3u", "1.5", "1e300", "0.0", "true", "false", "null", "''",
        "'a'",
        "'ş😀'", "r'\\d+'", "b'\\xff'", "[]", "{}", "[1, 2]", "{'a': 1}", "duration('90s')", "timestamp(0)", "optional.none()",
        "int", "type",
    ]
    private static let names = ["data", "n", "s", "d", "l", "m", "t", "o", "x", "unknown"]
    private static let operators = ["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "in", "&&", "||"]
    private static let fields = ["a", "b", "c", "k", "n", "missing", "`a-b`"]
    private static let macros = [
        "map", "filter", "all", "exists", "exists_one", "sortBy", "optMap", "optFlatMap", "transformList", "transformMap",
        "transformMapEntry",
    ]
    private static let functions = StandardLibrary.functions.keys.sorted()

    mutating func source() -> String {
        let text = expression(Int.random(in: 1...5, using: &random))
        return Int.random(in: 0..<8, using: &random) == 0 ? mutated(text) : text
    }

    private mutating func pick(_ from: [String]) -> String { from.randomElement(using: &random) ?? "" }

    private mutating func expression(_ depth: Int) -> String {
        if depth <= 0 { return Bool.random(using: &random) ? pick(Self.literals) : pick(Self.names) }
        func sub(_ generator: inout ExpressionGenerator) -> String { generator.expression(depth - 1) }
        switch Int.random(in: 0..<15, using: &random) {
        case 0: return pick(Self.literals)
        case 1: return pick(Self.names)
        case 2, 3: return "\(sub(&self)) \(pick(Self.operators)) \(sub(&self))"
        case 4: return "(\(sub(&self)))"
        case 5: return pick(["!", "-"]) + sub(&self)
        case 6: return "\(sub(&self))\(pick([".", ".?"]))\(pick(Self.fields))"
        case 7: return "\(sub(&self))[\(pick(["", "?"]))\(sub(&self))]"
        case 8: return "\(sub(&self)) ? \(sub(&self)) : \(sub(&self))"
        case 9: return "[\(sub(&self)), \(pick(["", "?"]))\(sub(&self))]"
        case 10: return "{\(sub(&self)): \(sub(&self))}"
        case 11: return "\(sub(&self)).\(pick(Self.macros))(x, \(pick(["", "y, "]))\(sub(&self)))"
        case 12:
            return pick([
                "has(\(sub(&self)).\(pick(Self.fields)))", "coalesce(\(sub(&self)), \(sub(&self)))",
                "cel.bind(x, \(sub(&self)), \(sub(&self)))",
            ])
        default:
            let function = pick(Self.functions)
            let arguments = (0..<Int.random(in: 0...3, using: &random)).map { _ in sub(&self) }.joined(separator: ", ")
            return Bool.random(using: &random) ? "\(function)(\(arguments))" : "\(sub(&self)).\(function)(\(arguments))"
        }
    }

    /// Cuts, doubles or changes some characters.
    private mutating func mutated(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 1...3, using: &random) where !scalars.isEmpty {
            let index = Int.random(in: 0..<scalars.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: scalars.remove(at: index)
            case 1: scalars.insert(scalars[index], at: index)
            default: scalars[index] = Unicode.Scalar(UInt8.random(in: 9...126, using: &random))
            }
        }
        return String(scalars)
    }
}
