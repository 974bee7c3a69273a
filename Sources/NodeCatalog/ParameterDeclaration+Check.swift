import Diagnostics
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
        try check(value, at: Place(parameter: name, path: name))
    }

    /// Where a value stands: `to`, `to[3]`, `messages[3].text`.
    private struct Place {
        let parameter: String
        let path: String

        func element(_ index: Int) -> Place { Place(parameter: parameter, path: "\(path)[\(index)]") }
        func member(_ name: String) -> Place { Place(parameter: parameter, path: "\(path).\(name)") }

        func problem(_ message: String, label: String? = nil) -> ParameterProblem {
            ParameterProblem(parameter: parameter, message: message, label: label)
        }

        func mismatch(_ value: Value, _ type: ParameterType) -> ParameterProblem {
            problem("`\(path)` takes \(type.article), found \(value.kindPhrase)")
        }
    }

    private func check(_ value: Value, at place: Place) throws(ParameterProblem) -> Value {
        if value.isNull {
            guard !isRequired else { throw place.problem("`\(place.path)` is missing") }
            return defaultValue ?? .null
        }
        let checked = try withoutRepeats(try convert(value, to: type, at: place), at: place)
        try checkLimits(checked, at: place)
        return checked
    }

    private func convert(_ value: Value, to type: ParameterType, at place: Place) throws(ParameterProblem) -> Value {
        switch type {
        case .any: return value
        case .text, .expression: return .string(try text(value, type, at: place))
        case .integer:
            guard case .int = value else { throw place.mismatch(value, type) }
            return value
        case .number:
            guard value.numberValue != nil else { throw place.mismatch(value, type) }
            return value
        case .boolean:
            guard case .bool = value else { throw place.mismatch(value, type) }
            return value
        case .map:
            guard case .object(let members) = value else { throw place.mismatch(value, type) }
            return fields.isEmpty ? value : .object(try checkFields(members, at: place))
        case .list(let element):
            var elements: [Value] = []
            guard case .list(let given) = value else { return .list([try convert(value, to: element, at: place)]) }
            elements.reserveCapacity(given.count)
            for (index, value) in given.enumerated() {
                elements.append(try convert(value, to: element, at: place.element(index)))
            }
            return .list(elements)
        case .duration, .timestamp, .date, .phone, .url, .cron, .timezone, .routePath:
            return .string(try parsed(try text(value, type, at: place), as: type, at: place))
        case .webhookAuth:
            try WebhookAuthShape.check(value, parameter: name)
            return value
        case .fileAfter:
            if value == "delete" { return value }
            guard case .object(let members) = value, members.keys == ["move_to"],
                members["move_to"]?.stringValue?.isEmpty == false
            else { throw place.problem("`\(place.path)` takes `delete` or `{ move_to: FOLDER }`") }
            return value
        }
    }

    /// The members of a map in the order of their declarations, each in its one form.
    private func checkFields(_ given: ValueObject, at place: Place) throws(ParameterProblem) -> ValueObject {
        for key in given.keys where !fields.contains(where: { $0.name == key }) {
            let near = closestMatch(to: key, in: fields.map(\.name))
            throw place.problem(
                "`\(place.path)` has no member `\(key)`",
                label: near.map { "did you mean `\($0)`?" }
                    ?? "it has " + fields.map { "`\($0.name)`" }.joined(separator: ", "))
        }
        var checked = ValueObject(minimumCapacity: fields.count)
        for field in fields {
            checked.set(field.name, to: try field.check(given[field.name] ?? .null, at: place.member(field.name)))
        }
        return checked
    }

    private func withoutRepeats(_ value: Value, at place: Place) throws(ParameterProblem) -> Value {
        guard let repeats, case .list(let elements) = value else { return value }
        var first: [Value: Int] = [:]
        var kept: [Value] = []
        for (index, element) in elements.enumerated() {
            let identity = repeats.field.flatMap { element.objectValue?[$0] } ?? element
            guard let earlier = first[identity] else {
                first[identity] = index
                kept.append(element)
                continue
            }
            if repeats.action == .refuse {
                throw place.problem(
                    "`\(place.path)` has `\(identity.plainText)` twice, at \(earlier) and at \(index)", label: "keep one of them")
            }
        }
        return .list(kept)
    }

    private func text(_ value: Value, _ type: ParameterType, at place: Place) throws(ParameterProblem) -> String {
        switch value {
        case .string(let text): return text
        case .int(let number) where type == .text || type == .phone: return String(number)
        default: throw place.mismatch(value, type)
        }
    }

    private func parsed(_ text: String, as type: ParameterType, at place: Place) throws(ParameterProblem) -> String {
        let name = place.path
        switch type {
        case .duration:
            guard Duration(text: text) != nil else {
                throw place.problem("`\(name)` is no duration", label: "write it like 250ms, 10s, 5m, 2h, 1d or 1h30m")
            }
            return text
        case .timestamp:
            guard let time = Timestamp(text: text) else {
                throw place.problem(
                    "`\(name)` is no point in time", label: "write it like 2030-01-31T09:00:00+03:00, with the offset or Z")
            }
            return time.description
        case .date:
            guard text.utf8.count == 10, Timestamp(text: text + "T00:00:00Z") != nil else {
                throw place.problem("`\(name)` is no day", label: "write it like 2030-01-31")
            }
            return text
        case .phone:
            do throws(PhoneNumberError) {
                return try PhoneNumber.normalize(text, reach: .international)
            } catch {
                throw place.problem("`\(name)`: \(error)")
            }
        case .url:
            guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), scheme == "http" || scheme == "https",
                url.host()?.isEmpty == false
            else { throw place.problem("`\(name)` is no address", label: "write it like https://example.com/path") }
            return text
        case .cron:
            if case .failure(let error) = CronExpression.parse(text) {
                throw place.problem("`\(name)`: \(error.message)", label: error.suggestion)
            }
            return text
        case .timezone:
            guard TimeZone(identifier: text) != nil else {
                throw place.problem("`\(name)`: `\(text)` is no time zone", label: "write an IANA name such as Europe/Istanbul")
            }
            return text
        case .routePath:
            do throws(PathPatternError) {
                return try PathPattern(text).description
            } catch {
                throw place.problem("`\(name)`: \(error)", label: "write it like /orders/{id}")
            }
        default: return text
        }
    }

    private func checkLimits(_ value: Value, at place: Place) throws(ParameterProblem) {
        let name = place.path
        if !allowed.isEmpty {
            let elements: [Value] = if case .list(let elements) = value { elements } else { [value] }
            for element in elements where !allowed.contains(element) {
                let list = allowed.map { "`\($0.plainText)`" }.joined(separator: ", ")
                throw place.problem("`\(name)` cannot be `\(element.plainText)`", label: "expected one of \(list)")
            }
        }
        if let number = value.numberValue {
            if let minimum, number < minimum { throw place.problem("`\(name)` is below \(Self.short(minimum))") }
            if let maximum, number > maximum { throw place.problem("`\(name)` is above \(Self.short(maximum))") }
        }
        let length: (count: Int, unit: String)? =
            switch value {
            case .string(let text): (text.count, "characters")
            case .list(let elements): (elements.count, "elements")
            default: nil
            }
        if let length {
            if let minimumLength, length.count < minimumLength {
                throw place.problem(
                    length.count == 0
                        ? "`\(name)` is empty"
                        : "`\(name)` has \(length.count) \(length.unit), expected at least \(minimumLength)")
            }
            if let maximumLength, length.count > maximumLength {
                throw place.problem("`\(name)` has \(length.count) \(length.unit), expected at most \(maximumLength)")
            }
        }
    }

    private static func short(_ number: Double) -> String {
        number == number.rounded() && number.magnitude < 1e15 ? String(Int64(number)) : String(number)
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
        case .date: "a day"
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
