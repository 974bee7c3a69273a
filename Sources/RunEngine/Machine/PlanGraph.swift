import WorkflowModel

/// A plan with its names turned into places, made once for all runs of the plan. A class, because every run refers to it all the time.
public final class PlanGraph: Sendable {
    public let plan: Plan
    /// The steps and behind them those of `on_failure:`.
    let steps: [PlannedStep]
    /// For each step, the ways in which an attempt may go; one for a step without `via:`.
    let routes: [[PlannedStep]]
    /// How many of `steps` come before those of `on_failure:`.
    let mainCount: Int
    let places: [StepID: Int]
    /// For each step, the places of what it waits for. A step of `on_failure:` waits only for its like: the others are done.
    let dependencies: [[Int]]

    public init(_ plan: Plan) {
        self.plan = plan
        steps = plan.steps + plan.onFailure
        routes = steps.map(\.routes)
        let mainCount = plan.steps.count
        self.mainCount = mainCount
        var places: [StepID: Int] = [:]
        for (place, step) in steps.enumerated() {
            precondition(
                places.updateValue(place, forKey: step.id) == nil, "a plan names each step once: `\(step.id)` is there twice")
        }
        self.places = places
        dependencies = steps.enumerated().map { place, step in
            step.dependencies.compactMap { dependency in
                guard let target = places[dependency] else { preconditionFailure("a plan knows every step that it needs") }
                precondition(target < place, "in a plan every step stands behind what it needs: `\(step.id)`, `\(dependency)`")
                return place >= mainCount && target < mainCount ? nil : target
            }
        }
    }

    func place(of step: StepID) -> Int {
        guard let place = places[step] else { preconditionFailure("the plan has no step `\(step)`") }
        return place
    }
}
