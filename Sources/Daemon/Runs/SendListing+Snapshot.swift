import RunEngine
import Server
import WorkflowModel

extension JournalReading {
    /// The send ledger, read from the runs of a page.
    func sendListings(_ query: SendQuery) async throws(JournalError) -> [SendListing] {
        let runs = try await runs(
            RunQuery(
                workflow: query.workflow, statuses: query.onlyUnknown ? [.unknown, .waiting, .running] : nil,
                before: query.before,
                limit: query.limit))
        var listings: [SendListing] = []
        for run in runs {
            guard let snapshot = RunSnapshot(records: try await records(of: run.id)) else { continue }
            for held in snapshot.heldSends {
                listings.append(
                    SendListing(
                        run: run.id, workflow: run.workflow, step: held.key.step, item: held.key.item, node: nil, state: .unknown,
                        attempts: held.key.attempt, since: held.since, parameters: held.parameters,
                        reason: held.reason?.message))
            }
        }
        return listings
    }
}
