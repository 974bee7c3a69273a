import Values

/// `/control/faults` and `/control/fault-rate`.
extension ControlAPI {
    func faults() -> Value {
        ["faults": .list(store.update { state, _ in state.faults.armed.map(\.value) })]
    }

    /// One fault, a sequence, or a list of them under `faults`; nothing is armed when one of them is wrong.
    func arm(_ body: Value) throws(Refusal) -> Value {
        do {
            let script = try FaultScript(body)
            store.update { state, _ in state.arm(script) }
        } catch {
            throw Refusal(message: error.message)
        }
        return faults()
    }

    func disarm() -> Value {
        store.update { state, _ in state.faults.disarm() }
        return faults()
    }

    func faultRate() -> Value {
        store.update { state, _ in state.faults.lottery?.value } ?? ["rate": 0.0]
    }

    func setFaultRate(_ body: Value) throws(Refusal) -> Value {
        do {
            let rate = try FaultRate(body)
            store.update { state, _ in state.setFaultRate(rate) }
        } catch {
            throw Refusal(message: error.message)
        }
        return faultRate()
    }

    func endFaultRate() -> Value {
        store.update { state, _ in state.faults.lottery = nil }
        return faultRate()
    }
}
