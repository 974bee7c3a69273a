/// What expressions may use: variables with their types, functions, and limits. Compile any number of expressions with one.
public struct ExpressionEnvironment: Sendable {
    /// The namespace in which names are looked up first: in `a.b`, `x` may mean `a.b.x`, `a.x` or `x`.
    public let container: String
    public let limits: ExpressionLimits
    /// The declared variables in order.
    public let variables: [(name: String, type: ExpressionType)]

    let variableTypes: [String: ExpressionType]
    let functions: [String: [FunctionOverload]]
    /// Whether macros are expanded; the conformance suite has cases without.
    var expandsMacros = true

    /// Functions given here stand beside the standard library; a name that exists already gains overloads.
    public init(
        variables: [(String, ExpressionType)] = [], container: String = "", functions: [FunctionDeclaration] = [],
        limits: ExpressionLimits = .standard
    ) {
        self.variables = variables.map { (name: $0.0, type: $0.1) }
        self.container = container
        self.limits = limits
        variableTypes = Dictionary(variables, uniquingKeysWith: { _, later in later })
        var table = StandardLibrary.functions
        for function in functions { table[function.name, default: []] += function.overloads }
        self.functions = table
    }

    /// Parses and type-checks an expression; finds all its type mistakes at once.
    ///
    /// With `expecting`, an expression that can never have that type is an error.
    public func compile(
        _ source: String, expecting: ExpressionType? = nil
    ) throws(ExpressionIssues) -> CompiledExpression {
        let text = Array(source.unicodeScalars)
        return try compile(text, 0..<text.count, expecting: expecting)
    }

    /// Parses without checking types: names and kinds are only looked at when the expression runs.
    func compileUnchecked(_ source: String) throws(ExpressionIssues) -> CompiledExpression {
        let text = Array(source.unicodeScalars)
        return try compile(text, 0..<text.count, isChecked: false)
    }

    /// Compiles part of a text; ranges of issues and references count from the start of the text.
    ///
    /// The expression's variables begin with those it shares, so that several expressions can run in one context.
    func compile(
        _ text: [Unicode.Scalar], _ range: Range<Int>, expecting: ExpressionType? = nil, isChecked: Bool = true,
        sharing variables: [String] = []
    ) throws(ExpressionIssues) -> CompiledExpression {
        let tree: SyntaxNode
        do throws(ExpressionIssue) {
            try checkSize(text, range)
            var parser = try Parser(text, range, limits: limits, expandsMacros: expandsMacros)
            tree = try parser.wholeExpression()
        } catch {
            throw ExpressionIssues([error])
        }
        var compiler = ExpressionCompiler(self, isChecked: isChecked, sharing: variables)
        let result = compiler.lower(tree)
        compiler.require(result, expecting, at: tree.range)
        guard compiler.issues.isEmpty else { throw ExpressionIssues(compiler.issues) }
        return CompiledExpression(
            .init(
                source: Lexer(text, range).slice(range), range: range,
                resultType: compiler.solver.resolve(result.type, unknownAsDyn: true),
                references: compiler.references.sorted { $0.range.lowerBound < $1.range.lowerBound },
                root: result.node, variableNames: compiler.variableNames, localCount: compiler.localCount, limits: limits))
    }

    private func checkSize(_ text: [Unicode.Scalar], _ range: Range<Int>) throws(ExpressionIssue) {
        guard range.count > limits.sourceBytes / 4 else { return }
        let bytes = text[range].reduce(0) { $0 + UTF8.width($1) }
        guard bytes <= limits.sourceBytes else {
            throw ExpressionIssue(
                .tooLarge, "the expression is \(bytes) bytes long; at most \(limits.sourceBytes) are allowed", at: range)
        }
    }

    /// The full names that a name may mean, the innermost container first.
    func candidates(for name: String) -> [String] {
        if name.hasPrefix(".") { return [String(name.dropFirst())] }
        if container.isEmpty { return [name] }
        var parts = container.split(separator: ".")
        var result: [String] = []
        while !parts.isEmpty {
            result.append(parts.joined(separator: ".") + "." + name)
            parts.removeLast()
        }
        return result + [name]
    }
}
