import Foundation
import Hummingbird
import Values

/// `/control/...`: reset, faults, the clock, the balances. For tests and for people at a shell.
struct ControlAPI {
    let store: SandboxStore

    private static let paths = [
        "/control/reset", "/control/state", "/control/clock", "/control/faults", "/control/fault-rate",
    ]

    func respond(method: HTTPRequest.Method, path: String, body: [UInt8]) -> Response {
        switch (method, path) {
        case (.post, "/control/reset"):
            store.reset()
            return Response(status: 200, json: ["reset": true])
        case (.get, "/control/state"): return state()
        case (.post, "/control/clock"): return advanceClock(body)
        case (.get, "/control/faults"): return faults()
        case (.post, "/control/faults"): return arm(body)
        case (.delete, "/control/faults"):
            store.update { state, _ in state.faults.disarm() }
            return faults()
        case (.get, "/control/fault-rate"): return faultRate()
        case (.post, "/control/fault-rate"): return setFaultRate(body)
        case (.delete, "/control/fault-rate"):
            store.update { state, _ in state.faults.lottery = nil }
            return faultRate()
        case (_, let path) where ControlAPI.paths.contains(path):
            return Response.problem(405, "`\(path)` does not take \(method.rawValue)")
        default:
            return Response.problem(
                404, "unknown path `\(path)`, expected one of \(ControlAPI.paths.map { "`\($0)`" }.joined(separator: ", "))")
        }
    }

    private func state() -> Response {
        let value: Value = store.update { state, now in
            state.iletiMerkezi.settle(now: now)
            return [
                "now": .string(CivilTime(utc: now).rfc3339),
                "messages": .int(Int64(state.turkeySMS.deliveries.count + state.iletiMerkezi.deliveries.count)),
                "turkeysms": [
                    "balance": .int(Int64(state.turkeySMS.mainBalance)),
                    "international": .double(state.turkeySMS.internationalBalance),
                    "blacklist": .list(state.turkeySMS.blacklist.keys.sorted().map(Value.string)),
                    "groups": .list(
                        state.turkeySMS.groups.filter { !$0.isDeleted }.map { group in
                            [
                                "id": .int(Int64(group.id)), "name": .string(group.name),
                                "contacts": .list(
                                    group.contacts.map { ["number": .string($0.number), "name": .string($0.name)] }),
                            ]
                        }),
                ],
                "iletimerkezi": [
                    "credits": .int(Int64(state.iletiMerkezi.credits)),
                    "blacklist": .list(state.iletiMerkezi.blacklist.map { .string($0.digits) }),
                ],
            ]
        }
        return Response(status: 200, json: value)
    }

    private func advanceClock(_ body: [UInt8]) -> Response {
        guard let seconds = (try? JSONReader().read(body))?["advance_seconds"]?.numberValue, seconds >= 0,
            seconds <= 366 * 86_400
        else { return Response.problem(400, "expected `{\"advance_seconds\": 600}`, a number from 0 to 31622400") }
        let now = store.update { state, now in
            state.clockOffset += seconds
            return now.addingTimeInterval(seconds)
        }
        return Response(status: 200, json: ["now": .string(CivilTime(utc: now).rfc3339)])
    }

    // MARK: Faults

    private func faults() -> Response {
        let list = store.update { state, _ in state.faults.armed.map(\.value) }
        return Response(status: 200, json: ["faults": .list(list)])
    }

    /// One fault, a sequence, or a list of them under `faults`; nothing is armed when one of them is wrong.
    private func arm(_ body: [UInt8]) -> Response {
        readScript(body) { script throws(FaultScriptError) in
            let script = try FaultScript(script)
            store.update { state, _ in state.arm(script) }
            return faults()
        }
    }

    private func faultRate() -> Response {
        let lottery = store.update { state, _ in state.faults.lottery }
        return Response(status: 200, json: lottery?.value ?? ["rate": 0.0])
    }

    private func setFaultRate(_ body: [UInt8]) -> Response {
        readScript(body) { script throws(FaultScriptError) in
            let rate = try FaultRate(script)
            store.update { state, _ in state.setFaultRate(rate) }
            return faultRate()
        }
    }

    private func readScript(_ body: [UInt8], _ use: (Value) throws(FaultScriptError) -> Response) -> Response {
        let script: Value
        do {
            script = try JSONReader().read(body)
        } catch {
            return Response.problem(400, "the body is not JSON: \(error)")
        }
        do {
            return try use(script)
        } catch {
            return Response.problem(400, error.message)
        }
    }
}
