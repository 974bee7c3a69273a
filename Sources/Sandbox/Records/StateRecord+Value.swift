import Foundation
import Values

extension StateRecord {
    /// One line of the state file.
    var value: Value {
        switch self {
        case .snapshot(let snapshot): ["snapshot": snapshot.value]
        case .request(let request, let provider, let at):
            [
                "request": .string(request.path), "provider": .string(provider.rawValue), "at": .moment(at),
                "method": .string(request.method), "content_type": request.contentType.map(Value.string) ?? .null,
                "body": request.body ?? .null,
            ]
        case .clock(let seconds, let at): ["clock": .double(seconds), "at": .moment(at)]
        case .callbackTarget(let target, let provider, let at):
            ["callback_target": target?.value ?? .null, "provider": .string(provider.rawValue), "at": .moment(at)]
        case .callbackAttempt(let id, let attempt):
            [
                "callback_attempt": .string(id), "at": .moment(attempt.at),
                "status": attempt.status.map { .int(Int64($0)) } ?? .null,
                "problem": attempt.problem.map(Value.string) ?? .null,
            ]
        case .callbackEvent(let event, let data, let at):
            ["callback_event": .string(event), "data": .object(data), "at": .moment(at)]
        case .sender(let title, let isActive, let provider):
            ["sender": .string(title), "active": .bool(isActive), "provider": .string(provider.rawValue)]
        case .balance(let credits, let provider, let at):
            ["balance": .int(Int64(credits)), "provider": .string(provider.rawValue), "at": .moment(at)]
        }
    }

    /// Reads a line; nil when it is none.
    init?(_ value: Value) {
        let provider = value["provider"]?.stringValue.flatMap(SandboxMessage.Provider.init(rawValue:))
        let at = value["at"]?.numberValue.map(Date.init(timeIntervalSince1970:))
        if let content = value["snapshot"] {
            guard let snapshot = StateSnapshot(content) else { return nil }
            self = .snapshot(snapshot)
            return
        }
        if let path = value["request"]?.stringValue, let provider, let at, let method = value["method"]?.stringValue {
            self = .request(
                ProviderRequest(
                    method: method, path: path, contentType: value["content_type"]?.stringValue, body: value["body"]),
                provider, at: at)
        } else if let seconds = value["clock"]?.numberValue, let at {
            self = .clock(seconds, at: at)
        } else if let target = value["callback_target"], let provider, let at {
            guard let fields = target.objectValue else {
                self = .callbackTarget(nil, provider, at: at)
                return
            }
            guard let target = try? CallbackTarget(fields) else { return nil }
            self = .callbackTarget(target, provider, at: at)
        } else if let id = value["callback_attempt"]?.stringValue, let at {
            self = .callbackAttempt(
                id,
                Callback.Attempt(
                    at: at, status: value["status"]?.lenientInt, problem: value["problem"]?.stringValue))
        } else if let event = value["callback_event"]?.stringValue, let data = value["data"]?.objectValue, let at {
            self = .callbackEvent(event, data: data, at: at)
        } else if let title = value["sender"]?.stringValue, let isActive = value["active"]?.boolValue, let provider {
            self = .sender(title, isActive: isActive, provider)
        } else if let credits = value["balance"]?.lenientInt, let provider, let at {
            self = .balance(credits, provider, at: at)
        } else {
            return nil
        }
    }
}

extension Value {
    /// Seconds since 1970, exact to the bit.
    fileprivate static func moment(_ date: Date) -> Value { .double(date.timeIntervalSince1970) }
}
