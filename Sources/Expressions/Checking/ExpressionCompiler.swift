import Diagnostics

/// Checks a syntax tree and turns it into executable nodes, in one pass. Goes on after a mistake, to find the others too.
struct ExpressionCompiler {
    /// A node with its type.
    struct Typed {
        var type: ExpressionType
        let node: any Evaluable
        /// Set while the node is a variable with a constant path behind it that may still grow.
        var path: Path?
    }

    struct Path {
        let root: String
        var steps: [String] = []
    }

    /// A variable of a macro.
    private struct Local {
        let name: String
        let slot: Int
        let type: ExpressionType
    }

    let environment: ExpressionEnvironment
    /// Without checking, every type is `dyn`, and unknown names fail only when they are reached.
    let isChecked: Bool
    var solver = TypeSolver()
    var issues: [ExpressionIssue] = []
    private(set) var references: [Reference] = []
    private(set) var variableNames: [String] = []
    private(set) var localCount = 0
    private var slots: [String: Int] = [:]
    private var locals: [Local] = []
    var comprehensionNesting = 0

    init(_ environment: ExpressionEnvironment, isChecked: Bool, sharing variables: [String]) {
        self.environment = environment
        self.isChecked = isChecked
        variableNames = variables
        for (slot, name) in variables.enumerated() { slots[name] = slot }
    }

    // MARK: Walking

    /// Checks a node that is complete: a path that ends here is a reference.
    mutating func lower(_ syntax: SyntaxNode) -> Typed {
        var result = lowerOpen(syntax)
        close(&result, syntax.range)
        return result
    }

    mutating func close(_ typed: inout Typed, _ range: Range<Int>) {
        guard let path = typed.path else { return }
        references.append(Reference(root: path.root, path: path.steps, range: range))
        typed.path = nil
    }

    /// Checks a node whose path may go on in the node above.
    mutating func lowerOpen(_ syntax: SyntaxNode) -> Typed {
        var result = dispatch(syntax)
        if !isChecked { result.type = .dyn }
        return result
    }

    private mutating func dispatch(_ syntax: SyntaxNode) -> Typed {
        switch syntax.kind {
        case .literal(let value): return Typed(type: value.staticType, node: LiteralNode(value, syntax.range))
        case .identifier(let name, let isAbsolute): return identifier(isAbsolute ? ".\(name)" : name, syntax)
        case .select(let operand, let field, let isOptional):
            return select(syntax, operand, field, isOptional ? .optional : .plain)
        case .presence(let operand, let field): return select(syntax, operand, field, .presence)
        case .call(let name, let target, let arguments): return call(syntax, name, target, arguments)
        case .list(let elements): return list(syntax, elements)
        case .map(let entries): return map(syntax, entries)
        case .comprehension(let comprehension): return self.comprehension(syntax, comprehension)
        case .bind(let name, let value, let body):
            let value = lower(value)
            let (slot, body) = withLocal(name, value.type) { $0.lower(body) }
            return Typed(type: body.type, node: BindNode(slot: slot, value.node, body.node, syntax.range))
        case .coalesce(let operands): return coalesce(syntax, operands)
        }
    }

    /// Notes a mistake and goes on with something that can have any type.
    mutating func fail(_ issue: ExpressionIssue, _ syntax: SyntaxNode) -> Typed {
        if isChecked { issues.append(issue) }
        return Typed(type: .dyn, node: FailureNode(EvaluationError(issue.code, issue.message, at: syntax.range)))
    }

    func resolved(_ type: ExpressionType) -> ExpressionType { solver.resolve(type) }

    func name(_ type: ExpressionType) -> String { solver.resolve(type, unknownAsDyn: true).description }

    mutating func require(_ typed: Typed, _ expected: ExpressionType?, at range: Range<Int>) {
        guard let expected, isChecked, !solver.assign(typed.type, to: expected) else { return }
        issues.append(
            ExpressionIssue(
                .unexpectedType, "this gives \(name(typed.type)), but \(expected) is expected", at: range,
                help: Conversion.help(from: resolved(typed.type), to: expected)))
    }

    // MARK: Names

    mutating func withLocal<T>(
        _ name: String, _ type: ExpressionType, _ body: (inout ExpressionCompiler) -> T
    ) -> (slot: Int, result: T) {
        let slot = locals.count
        locals.append(Local(name: name, slot: slot, type: type))
        localCount = max(localCount, locals.count)
        let result = body(&self)
        locals.removeLast()
        return (slot, result)
    }

    func isLocal(_ name: String) -> Bool { locals.contains { $0.name == name } }

    /// Whether a dotted name starts at a variable of a macro.
    func startsAtLocal(_ qualifiedName: String) -> Bool {
        guard let first = qualifiedName.split(separator: ".", omittingEmptySubsequences: false).first else { return false }
        return isLocal(String(first))
    }

    private mutating func identifier(_ name: String, _ syntax: SyntaxNode) -> Typed {
        if let local = locals.last(where: { $0.name == name }) {
            return Typed(type: local.type, node: LocalNode(slot: local.slot, syntax.range))
        }
        if let known = variableOrType(name, syntax.range) { return known }
        let names = environment.variables.map(\.name) + locals.map(\.name)
        let match = closestMatch(to: name, in: names)
        var help = names.isEmpty ? [] : ["known here: \(Set(names).sorted().joined(separator: ", "))"]
        if environment.functions[name] != nil {
            help = ["`\(name)` is a function: write \(name)(...)"]
        } else if match == nil {
            help.append("text needs quotes: '\(name)'")
        }
        return fail(
            ExpressionIssue(
                .unknownVariable, "there is no variable `\(name)`", at: syntax.range,
                label: match.map { "did you mean `\($0)`?" }, help: help), syntax)
    }

    /// What a full or dotted name means outside of macros; nil when nothing is declared by it.
    mutating func variableOrType(_ name: String, _ range: Range<Int>) -> Typed? {
        for candidate in environment.candidates(for: name) {
            if let type = environment.variableTypes[candidate] {
                return Typed(type: type, node: VariableNode(slot: slot(candidate), range), path: Path(root: candidate))
            }
            if StandardLibrary.typeNames.contains(candidate) {
                return Typed(type: .type, node: LiteralNode(.type(candidate), range))
            }
        }
        return nil
    }

    private mutating func slot(_ variable: String) -> Int {
        if let known = slots[variable] { return known }
        let slot = variableNames.count
        variableNames.append(variable)
        slots[variable] = slot
        return slot
    }
}

extension ExpressionValue {
    /// The type of a literal.
    var staticType: ExpressionType {
        switch self {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .duration: .duration
        case .list: .list(.dyn)
        case .map: .map(.dyn, .dyn)
        case .optional: .optional(.dyn)
        case .type: .type
        }
    }
}
