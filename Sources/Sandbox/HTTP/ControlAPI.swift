import Foundation
import Hummingbird
import Values

/// `/control/...`: reset, faults, the clock, the balances. For tests and for people at a shell.
struct ControlAPI {
    let store: SandboxStore

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
            store.update { state, _ in state.disarm() }
            return faults()
        case (_, "/control/reset"), (_, "/control/state"), (_, "/control/clock"), (_, "/control/faults"):
            return Response.problem(405, "`\(path)` does not take \(method.rawValue)")
        default:
            return Response.problem(
                404, "unknown path `\(path)`, expected `/control/reset`, `/control/faults`, `/control/clock` or `/control/state`")
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

    private func faults() -> Response {
        let list = store.update { state, _ in state.faults.map(\.value) }
        return Response(status: 200, json: ["faults": .list(list)])
    }

    /// One fault, or a list of them under `faults`; nothing is armed when one of them is wrong.
    private func arm(_ body: [UInt8]) -> Response {
        let script: Value
        do {
            script = try JSONReader().read(body)
        } catch {
            return Response.problem(400, "the body is not JSON: \(error)")
        }
        let scripts = script["faults"]?.listValue ?? [script]
        let problem: FaultScriptError? = store.update { state, _ in
            do throws(FaultScriptError) {
                try state.arm(scripts)
                return nil
            } catch {
                return error
            }
        }
        if let problem { return Response.problem(400, problem.message) }
        return faults()
    }
}
