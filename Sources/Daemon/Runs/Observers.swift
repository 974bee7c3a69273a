import RunEngine
import WorkflowModel

/// Several observers of runs as one.
struct Observers: RunObserver {
    let all: [any RunObserver]

    func observe(_ run: RunID, _ record: RunRecord) {
        for observer in all { observer.observe(run, record) }
    }
}
