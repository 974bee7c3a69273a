import Diagnostics
import Expressions
import Values
import WorkflowModel

/// What one node is: the single truth for checking, running, docs and editors. Read from `nodes/<provider>/<operation>.yaml`.
public struct NodeManifest: Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case action
        case trigger
    }

    /// Who carries the node out.
    public enum Implementation: Sendable {
        /// The runtime has code for it.
        case native
        /// The runtime makes the request that the manifest describes.
        case http(HTTPOperation)
        /// The runtime carries out the node of one of these providers, in the order that the step names.
        case via([ViaRule])
    }

    /// What the node gives back.
    public enum Outputs: Sendable {
        case declared([OutputDeclaration])
        /// Its own parameters, as they were evaluated.
        case parameters
    }

    public let name: NodeName
    public let title: String
    public let summary: String
    /// The provider gives access by arrangement only, and may change it.
    public let isBeta: Bool
    public let kind: Kind
    public let effect: EffectRule
    public let implementation: Implementation
    /// Nil for built-ins.
    public let provider: ProviderManifest?
    /// The fields of the credential that the node needs; empty when it needs none.
    public let credentialFields: [CredentialField]
    public let isCredentialOptional: Bool
    /// Nil: any parameter is taken.
    public let parameters: [ParameterDeclaration]?
    public let checks: [ParameterCheck]
    /// How a list that is too long for one request is cut.
    public let chunk: ChunkRule?
    public let outputs: Outputs
    /// For a trigger: which output a file of `--event` fills; nil when it holds all of them.
    public let eventOutput: String?
    public let onUnknown: UnknownPolicy
    /// How the outputs of a send are found when only a refused repeat of it has proved it; nil where nobody can tell.
    public let identification: OutcomeQuery?
    public let timeout: Duration
    public let rate: RateCost?
    public let estimate: SegmentCounting?
    public let tests: [ManifestTest]
    public let file: SourceFile

    public var needsCredential: Bool { !credentialFields.isEmpty && !isCredentialOptional }

    /// What `steps.<id>.output` of this node looks like to an expression.
    public var outputType: ExpressionType {
        switch outputs {
        case .parameters: .dyn
        case .declared(let declarations):
            .object(
                ObjectType(
                    name: "output of \(name)", fields: declarations.map { ($0.name, expressionType(of: $0)) }, isOpen: false))
        }
    }

    /// A value that an expression takes out of the provider's answer may be null, whatever its declared type.
    private func expressionType(of output: OutputDeclaration) -> ExpressionType {
        // Each provider tells something else.
        if case .via = implementation { return .dyn }
        guard case .http(let operation) = implementation,
            case .template(let template)? = operation.outputs.first(where: { $0.name == output.name })?.value,
            template.template.resultType == .dyn
        else { return output.type.expressionType }
        return .dyn
    }

    /// What a node above the providers goes through; nil for every other node.
    public var viaRules: [ViaRule]? {
        if case .via(let rules) = implementation { rules } else { nil }
    }

    /// Everything by which the node asks what became of a send.
    public var queries: [OutcomeQuery] { [onUnknown.query, identification].compactMap { $0 } }

    public func parameter(_ name: String) -> ParameterDeclaration? {
        parameters?.first { $0.name == name }
    }
}

/// How a node's effect is known.
public enum EffectRule: Sendable {
    case fixed(NodeEffect)
    /// The value of one parameter decides; a value that is not listed, or not known before the run, is a send.
    case byParameter(String, cases: [String: NodeEffect])

    /// The effect of a step with these parameters, as far as they are known.
    public func effect(of parameter: (String) -> Value?) -> NodeEffect {
        switch self {
        case .fixed(let effect): effect
        case .byParameter(let name, let cases): parameter(name)?.stringValue.flatMap { cases[$0] } ?? .send
        }
    }
}

/// How a node above the providers is carried out by one of them.
public struct ViaRule: Sendable {
    public let provider: String
    public let uses: NodeName
    /// The parameters of that node; sees `params`.
    public let with: ValueTemplate
}

/// A rule over several parameters, with the message for whoever breaks it.
public struct ParameterCheck: Sendable {
    public let condition: PlacedExpression
    /// Text; sees what the condition sees.
    public let message: ValueTemplate
}

/// A list parameter of which one request takes only so many elements. Each chunk is a request and an attempt of its own.
public struct ChunkRule: Sendable {
    public let parameter: ParameterDeclaration
    public let size: Int

    /// The list in chunks, checked as a whole first: an element that is there twice must not stand in two chunks.
    ///
    /// - Throws: what is wrong with the list.
    public func chunks(of value: Value) throws(ParameterProblem) -> [Value] {
        guard case .list(let elements) = try parameter.check(value) else { return [] }
        return stride(from: 0, to: elements.count, by: size).map { start in
            .list(Array(elements[start..<min(start + size, elements.count)]))
        }
    }
}

/// What a request costs of the provider's rate.
public struct RateCost: Sendable {
    public let perSecond: Int
    public let cost: PlacedExpression
}

/// How the text of a node is counted in SMS segments.
public struct SegmentCounting: Sendable {
    public enum Model: String, CaseIterable, Sendable {
        case turkeysms
        case iletimerkezi
    }

    public let model: Model
    /// A text, or a list with one text a recipient.
    public let text: PlacedExpression
    public let recipients: PlacedExpression
    /// `standard`, `turkish` or `unicode`; nil where the account decides.
    public let language: PlacedExpression?
}
