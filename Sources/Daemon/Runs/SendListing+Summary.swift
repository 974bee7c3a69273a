import RunEngine
import Server
import Values
import WorkflowModel

extension SendReading {
    /// The send ledger as the API shows it.
    func listings(_ query: Server.SendQuery) async throws(JournalError) -> [SendListing] {
        let found = try await sends(RunEngine.SendQuery(isOpen: query.onlyUnknown, limit: query.limit))
        return found.filter { send in
            (query.workflow ?? send.workflow) == send.workflow && (query.before.map { send.run < $0 } ?? true)
        }.map(SendListing.init)
    }
}

extension SendListing {
    init(_ send: SendSummary) {
        let state: State =
            switch send.entry.state {
            case .sending: .open
            case .sent: .sent
            case .notSent: .notSent
            case .unknown, .held, .unsettled: .unknown
            }
        self.init(
            run: send.run, workflow: send.workflow, step: send.entry.key.step, item: send.entry.key.item, node: send.entry.node,
            state: state, attempts: send.entry.key.attempt, since: send.entry.startedAt, parameters: .null, reason: nil)
    }
}
