import Diagnostics
import WorkflowModel
import YAMLSyntax

/// A workflow whose keys are known and whose simple values were read. Names are not resolved and expressions not compiled yet.
struct ParsedWorkflow {
    let file: SourceFile
    let name: WorkflowName
    let description: String?
    let inputs: [ParsedInput]
    /// Nil when there are none.
    let vars: YAMLNode?
    let triggers: [ParsedTrigger]
    let expires: Duration?
    let concurrency: ParsedConcurrency?
    let steps: [ParsedStep]
    let onFailure: [ParsedStep]
}

/// A word with its place.
struct Placed<Word> {
    let word: Word
    let location: SourceLocation
}

struct ParsedInput {
    let name: String
    let location: SourceLocation
    let type: InputType
    let isRequired: Bool
    let defaultNode: YAMLNode?
    let allowedNode: YAMLNode?
    let help: String?
}

struct ParsedTrigger {
    let id: Placed<TriggerID>
    let uses: Placed<NodeName>
    let with: YAMLNode?
    let inputs: [YAMLEntry]
}

struct ParsedConcurrency {
    let key: YAMLScalar?
    let limit: Int
    let onLimit: ConcurrencyPolicy.OnLimit
}

struct ParsedStep {
    let id: Placed<StepID>
    let uses: Placed<NodeName>
    let with: YAMLNode?
    /// Nil where the key is not there.
    let via: [ParsedAlternative]?
    let needs: [Placed<StepID>]
    let when: Placed<DependencyRule>?
    let condition: YAMLScalar?
    let forEach: YAMLScalar?
    let concurrency: Placed<Int>?
    let batch: Placed<Int>?
    let onError: ErrorPolicy
    let settings: ParsedSettings
    /// Whether the credential stands in the step itself and not in `defaults:`.
    let hasOwnCredential: Bool
}

/// One entry of `via:`: a provider, with which credential, and what differs for it.
struct ParsedAlternative {
    let provider: Placed<String>
    let credential: Placed<CredentialName>?
    /// Parameters of the step that this provider gets another value for.
    let overrides: [YAMLEntry]
}

/// What a step and `defaults:` have in common.
struct ParsedSettings {
    var credential: Placed<CredentialName>?
    var retry: ParsedRetry?
    var timeout: Duration?
    var expires: Duration?
    /// Read once the node is known, whose parameters a `query` sees.
    var onUnknown: YAMLNode?
}

struct ParsedRetry {
    let policy: RetryPolicy
    let unless: YAMLScalar?
}
