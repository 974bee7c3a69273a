import Values

/// Faults that were read and found to be right: one, a list, sequences of steps, and a rate.
///
/// A sequence names its path or number once, and each request that fits takes the next step:
/// `{"path": "/turkeysms/sms/send", "steps": [{"fault": "apply_then_drop"}, {"fault": "none"}, {"fault": "throttle"}]}`
public struct FaultScript: Sendable, Equatable {
    let armed: [ArmedFault]
    let rate: FaultRate?

    /// A fault, a sequence, a list of both, or an object that has such a list under `faults` and may have a `rate`.
    public init(_ script: Value) throws(FaultScriptError) {
        let entries: [Value]
        var rate: FaultRate?
        if let list = script.listValue {
            entries = list
        } else if script["faults"] != nil || script["rate"] != nil {
            for key in script.objectValue?.keys ?? [] where key != "faults" && key != "rate" {
                throw FaultScriptError("unknown field `\(key)`, expected `faults` and `rate`")
            }
            guard let list = script["faults"].map({ $0.listValue }) ?? [] else {
                throw FaultScriptError("`faults` must be a list")
            }
            entries = list
            if let field = script["rate"] {
                rate = try FaultRate(field.objectValue == nil ? ["rate": field] : field)
            }
        } else {
            entries = [script]
        }
        var armed: [ArmedFault] = []
        for entry in entries { armed += try FaultScript.faults(of: entry) }
        self.armed = armed
        self.rate = rate
    }

    private static func faults(of entry: Value) throws(FaultScriptError) -> [ArmedFault] {
        guard let steps = entry["steps"] else { return [try ArmedFault(entry)] }
        for key in entry.objectValue?.keys ?? [] where !["path", "number", "steps"].contains(key) {
            throw FaultScriptError("unknown field `\(key)` beside `steps`, expected `path` or `number`")
        }
        guard let list = steps.listValue, !list.isEmpty else {
            throw FaultScriptError("`steps` must be a list of one or more faults")
        }
        var armed: [ArmedFault] = []
        for step in list {
            guard var fields = step.objectValue else { throw FaultScriptError("expected an object with a `fault`") }
            for key in ["path", "number"] where fields[key] == nil { fields[key] = entry[key] }
            armed.append(try ArmedFault(.object(fields)))
        }
        return armed
    }
}
