import Foundation
import SMSText
import Schedules
import Values
import WorkflowModel

/// What is wrong with the value of a parameter. Names the parameter, and of the value no more than one needs to mend it.
public struct ParameterProblem: Error, Sendable, Equatable {
    /// Nil for a rule over several parameters.
    public let parameter: String?
    /// Lower case, what was found and what was expected.
    public let message: String
    /// What to type instead, in a few words.
    public let label: String?

    public init(parameter: String?, message: String, label: String? = nil) {
        self.parameter = parameter
        self.message = message
        self.label = label
    }
}

extension ParameterDeclaration {
    /// The value in the form that templates and native nodes get: numbers as text where text is wanted, one element as a list of it,
    /// phone numbers and timestamps in their one spelling. A null passes where the parameter is not required.
    public func check(_ value: Value) throws(ParameterProblem) -> Value {
        if value.isNull {
            guard !isRequired else { throw problem("`\(name)` is missing") }
            return defaultValue ?? .null
        }
        let checked = try convert(value, to: type)
        try checkLimits(checked)
        return checked
    }

    private func problem(_ message: String, label: String? = nil) -> ParameterProblem {
        ParameterProblem(parameter: name, message: message, label: label)
    }

    private func mismatch(_ value: Value, _ type: ParameterType) -> ParameterProblem {
        problem("`\(name)` takes \(type.article), found \(value.kindPhrase)")
    }

    private func convert(_ value: Value, to type: ParameterType) throws(ParameterProblem) -> Value {
        switch type {
        case .any: return value
        case .text, .expression: return .string(try text(value, type))
        case .integer:
            guard case .int = value else { throw mismatch(value, type) }
            return value
        case .number:
            guard value.numberValue != nil else { throw mismatch(value, type) }
            return value
        case .boolean:
            guard case .bool = value else { throw mismatch(value, type) }
            return value
        case .map:
            guard case .object = value else { throw mismatch(value, type) }
            return value
        case .list(let element):
            return .list(try elements(of: value).mapChecked { value throws(ParameterProblem) in try convert(value, to: element) })
        case .duration, .timestamp, .phone, .url, .cron, .timezone, .routePath:
            return .string(try parsed(try text(value, type), as: type))
        case .webhookAuth:
            try WebhookAuthShape.check(value, parameter: name)
            return value
        case .fileAfter:
            if value == "delete" { return value }
            guard case .object(let members) = value, members.keys == ["move_to"],
                members["move_to"]?.stringValue?.isEmpty == false
            else { throw problem("`\(name)` takes `delete` or `{ move_to: FOLDER }`") }
            return value
        }
    }

    private func elements(of value: Value) -> [Value] {
        if case .list(let elements) = value { elements } else { [value] }
    }

    private func text(_ value: Value, _ type: ParameterType) throws(ParameterProblem) -> String {
        switch value {
        case .string(let text): return text
        case .int(let number) where type == .text || type == .phone: return String(number)
        default: throw mismatch(value, type)
        }
    }

    private func parsed(_ text: String, as type: ParameterType) throws(ParameterProblem) -> String {
        switch type {
        case .duration:
            guard Duration(text: text) != nil else {
                throw problem("`\(name)` is no duration", label: "write it like 250ms, 10s, 5m, 2h, 1d or 1h30m")
            }
            return text
        case .timestamp:
            guard let time = Timestamp(text: text) else {
                throw problem(
                    "`\(name)` is no point in time", label: "write it like 2030-01-31T09:00:00+03:00, with the offset or Z")
            }
            return time.description
        case .phone:
            do throws(PhoneNumberError) {
                return try PhoneNumber.normalize(text, reach: .international)
            } catch {
                throw problem("`\(name)`: \(error)")
            }
        case .url:
            guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), scheme == "http" || scheme == "https",
                url.host()?.isEmpty == false
            else { throw problem("`\(name)` is no address", label: "write it like https://example.com/path") }
            return text
        case .cron:
            if case .failure(let error) = CronExpression.parse(text) {
                throw problem("`\(name)`: \(error.message)", label: error.suggestion)
            }
            return text
        case .timezone:
            guard TimeZone(identifier: text) != nil else {
                throw problem("`\(name)`: `\(text)` is no time zone", label: "write an IANA name such as Europe/Istanbul")
            }
            return text
        case .routePath:
            do throws(PathPatternError) {
                return try PathPattern(text).description
            } catch {
                throw problem("`\(name)`: \(error)", label: "write it like /orders/{id}")
            }
        default: return text
        }
    }

    private func checkLimits(_ value: Value) throws(ParameterProblem) {
        if !allowed.isEmpty {
            for element in elements(of: value) where !allowed.contains(element) {
                let list = allowed.map { "`\($0.plainText)`" }.joined(separator: ", ")
                throw problem("`\(name)` cannot be `\(element.plainText)`", label: "expected one of \(list)")
            }
        }
        if let number = value.numberValue {
            if let minimum, number < minimum { throw problem("`\(name)` is below \(Self.short(minimum))") }
            if let maximum, number > maximum { throw problem("`\(name)` is above \(Self.short(maximum))") }
        }
        let length: (count: Int, unit: String)? =
            switch value {
            case .string(let text): (text.count, "characters")
            case .list(let elements): (elements.count, "elements")
            default: nil
            }
        if let length {
            if let minimumLength, length.count < minimumLength {
                throw problem(
                    length.count == 0
                        ? "`\(name)` is empty"
                        : "`\(name)` has \(length.count) \(length.unit), expected at least \(minimumLength)")
            }
            if let maximumLength, length.count > maximumLength {
                throw problem("`\(name)` has \(length.count) \(length.unit), expected at most \(maximumLength)")
            }
        }
    }

    private static func short(_ number: Double) -> String {
        number == number.rounded() && number.magnitude < 1e15 ? String(Int64(number)) : String(number)
    }
}

extension Sequence where Element == Value {
    fileprivate func mapChecked(_ transform: (Value) throws(ParameterProblem) -> Value) throws(ParameterProblem) -> [Value] {
        var result: [Value] = []
        for element in self { result.append(try transform(element)) }
        return result
    }
}

extension ParameterType {
    /// The type with its article, for a sentence.
    public var article: String {
        switch self {
        case .text: "text"
        case .integer: "an integer"
        case .number: "a number"
        case .boolean: "true or false"
        case .duration: "a duration"
        case .timestamp: "a point in time"
        case .phone: "a phone number"
        case .url: "an address"
        case .cron: "a cron schedule"
        case .timezone: "a time zone"
        case .expression: "an expression"
        case .routePath: "a path"
        case .webhookAuth: "a way to check callers"
        case .fileAfter: "`delete` or `{ move_to: FOLDER }`"
        case .list(.any): "a list"
        case .list(let element): "a list of \(element.name)"
        case .map: "a map"
        case .any: "anything"
        }
    }
}

extension Value {
    /// What a sentence calls a value of this kind.
    public var kindPhrase: String {
        switch self {
        case .null: "nothing"
        case .bool: "a boolean"
        case .int: "an integer"
        case .double: "a number"
        case .string: "text"
        case .list: "a list"
        case .object: "a map"
        }
    }

    /// The value as a person would type it in a list of allowed ones.
    public var plainText: String {
        if case .string(let text) = self { text } else { jsonText() }
    }
}
