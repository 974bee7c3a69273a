import WorkflowModel

extension RunStateMachine {
    /// What a step's dependencies say about it.
    enum Readiness: Equatable {
        case notYet
        case go
        case skip(StepSkipped.Reason)
    }

    /// Applies the step's `when`. A dependency whose outcome is unknown is not done: nothing follows from it yet.
    ///
    /// A failure that its step tolerates (`on_error: continue`) counts as a success for `all_succeeded` and `none_failed`: the
    /// flow goes on behind it.
    func readiness(of place: Int) -> Readiness {
        var succeeded = 0, failed = 0, tolerated = 0, skipped = 0
        for dependency in graph.dependencies[place] {
            guard let status = steps[dependency].status else { return .notYet }
            switch status {
            case .succeeded: succeeded += 1
            case .failed:
                failed += 1
                if graph.steps[dependency].onError == .continue { tolerated += 1 }
            default: skipped += 1
            }
        }
        switch graph.steps[place].when {
        case .allSucceeded:
            if failed > tolerated { return .skip(.dependencyFailed) }
            return skipped > 0 ? .skip(.dependencySkipped) : .go
        case .noneFailed: return failed > tolerated ? .skip(.dependencyFailed) : .go
        case .anySucceeded: return succeeded > 0 ? .go : .skip(.nothingSucceeded)
        case .anyFailed: return failed > 0 ? .go : .skip(.nothingFailed)
        case .allDone: return .go
        }
    }
}
