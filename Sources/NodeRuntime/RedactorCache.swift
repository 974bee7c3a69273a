import Synchronization
import WorkflowModel

/// The redactors of the credentials that were used last: making one takes longer than a request in memory.
final class RedactorCache: Sendable {
    private struct Entry {
        let fields: [String: Secret]
        let redactor: Redactor
    }

    /// Guards the entries.
    private let entries = Mutex<[CredentialName: Entry]>([:])

    /// What masks the secrets of a credential. Where it may go is no secret, and its host stands in many a message.
    func redactor(of credential: Credential?) -> Redactor {
        guard let credential else { return .none }
        return entries.withLock { entries in
            if let known = entries[credential.name], Self.areSame(known.fields, credential.fields) { return known.redactor }
            let redactor = Redactor(credential.fields.filter { $0.key != AllowedHosts.field }.values)
            entries[credential.name] = Entry(fields: credential.fields, redactor: redactor)
            return redactor
        }
    }

    private static func areSame(_ left: [String: Secret], _ right: [String: Secret]) -> Bool {
        left.count == right.count
            && left.allSatisfy { name, secret in right[name].map { other in other.withBytes { secret.matches($0) } } ?? false }
    }
}
