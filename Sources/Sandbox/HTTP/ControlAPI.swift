import CivilDates
import Foundation
import Hummingbird
import Values

/// `/control/...`: reset, faults, the clock, accounts, delivery reports. For tests and for people at a shell.
struct ControlAPI {
    let store: SandboxStore

    /// Why a control request is refused.
    struct Refusal: Error {
        var status = 400
        let message: String
    }

    private static let paths = [
        "/control/reset", "/control/state", "/control/clock", "/control/faults", "/control/fault-rate", "/control/callbacks",
        "/control/callbacks/event", "/control/senders", "/control/balances",
    ]

    func respond(method: HTTPRequest.Method, path: String, body: [UInt8]) -> Response {
        do throws(Refusal) {
            return Response(status: 200, json: try answer(method: method, path: path, body: body))
        } catch {
            return Response.problem(error.status, error.message)
        }
    }

    private func answer(method: HTTPRequest.Method, path: String, body: [UInt8]) throws(Refusal) -> Value {
        switch (method, path) {
        case (.post, "/control/reset"):
            try kept { () throws(StateFileError) in try store.reset() }
            return ["reset": true]
        case (.get, "/control/state"): return store.update { state, now in state.overview(now: now) }
        case (.post, "/control/clock"): return try advanceClock(try read(body))
        case (.get, "/control/faults"): return faults()
        case (.post, "/control/faults"): return try arm(try read(body))
        case (.delete, "/control/faults"): return disarm()
        case (.get, "/control/fault-rate"): return faultRate()
        case (.post, "/control/fault-rate"): return try setFaultRate(try read(body))
        case (.delete, "/control/fault-rate"): return endFaultRate()
        case (.get, "/control/callbacks"): return callbacks()
        case (.post, "/control/callbacks"): return try setCallbackTarget(try read(body))
        case (.delete, "/control/callbacks"): return try removeCallbackTargets()
        case (.post, "/control/callbacks/event"): return try emitEvent(try read(body))
        case (.post, "/control/senders"): return try setSender(try read(body))
        case (.post, "/control/balances"): return try setBalance(try read(body))
        case (_, let path) where ControlAPI.paths.contains(path):
            throw Refusal(status: 405, message: "`\(path)` does not take \(method.rawValue)")
        default:
            throw Refusal(
                status: 404,
                message: "unknown path `\(path)`, expected one of \(ControlAPI.paths.map { "`\($0)`" }.joined(separator: ", "))")
        }
    }

    private func read(_ body: [UInt8]) throws(Refusal) -> Value {
        do {
            return try JSONReader().read(body)
        } catch {
            throw Refusal(message: "the body is not JSON: \(error)")
        }
    }

    /// Runs a change that is kept in the state file.
    func kept(_ change: () throws(StateFileError) -> Void) throws(Refusal) {
        do {
            try change()
        } catch {
            throw Refusal(status: 500, message: error.message)
        }
    }

    /// The provider that a request names.
    func provider(_ fields: Value) throws(Refusal) -> SandboxMessage.Provider {
        guard let provider = fields["provider"]?.stringValue.flatMap(SandboxMessage.Provider.init(rawValue:)) else {
            throw Refusal(message: "`provider` must be `turkeysms` or `iletimerkezi`")
        }
        return provider
    }

    func check(_ fields: Value, known: [String]) throws(Refusal) {
        for key in fields.objectValue?.keys ?? [] where !known.contains(key) {
            throw Refusal(message: "unknown field `\(key)`, expected \(known.map { "`\($0)`" }.joined(separator: ", "))")
        }
    }

    private func advanceClock(_ body: Value) throws(Refusal) -> Value {
        guard let seconds = body["advance_seconds"]?.numberValue, seconds >= 0, seconds <= 366 * 86_400 else {
            throw Refusal(message: "expected `{\"advance_seconds\": 600}`, a number from 0 to 31622400")
        }
        try kept { () throws(StateFileError) in try store.commit { _, now in .clock(seconds, at: now) } }
        return store.update { _, now in ["now": .string(CivilTime(utc: now).rfc3339)] }
    }
}
