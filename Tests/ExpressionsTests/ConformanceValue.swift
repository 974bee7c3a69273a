import Foundation
import Values

@testable import Expressions

/// The values of the conformance file: one key that names the type, numbers as text.
enum ConformanceValue {
    static func parse(_ json: Value) throws -> ExpressionValue {
        guard case .object(let object) = json, let key = object.keys.first, let payload = object[key] else {
            throw ConformanceCase.Malformed.value
        }
        let text = payload.stringValue ?? ""
        switch key {
        case "null": return .null
        case "bool": return .bool(payload.boolValue == true)
        case "string": return .string(text)
        case "type": return .type(text)
        case "int": if let number = Int64(text) { return .int(number) }
        case "uint": if let number = UInt64(text) { return .uint(number) }
        case "double":
            if let number = Double(text) { return .double(number) }
        case "bytes": if let data = Data(base64Encoded: text) { return .bytes(Array(data)) }
        case "timestamp": if let time = TimestampValue(rfc3339: text) { return .timestamp(time) }
        case "duration": if let duration = DurationValue(text: text) { return .duration(duration) }
        case "list": return .list(ExpressionList(try (payload.listValue ?? []).map(parse)))
        case "map":
            let entries = try (payload.listValue ?? []).map { pair in
                guard let key = pair[0], let value = pair[1] else { throw ConformanceCase.Malformed.value }
                return (try parse(key), try parse(value))
            }
            if let map = ExpressionMap(entries: entries) { return .map(map) }
        default: break
        }
        throw ConformanceCase.Malformed.value
    }

    /// The same type and value; NaN equals NaN, and maps have no order.
    static func isSame(_ a: ExpressionValue, _ b: ExpressionValue) -> Bool {
        guard a.typeName == b.typeName else { return false }
        switch (a, b) {
        case (.double(let x), .double(let y)): return x == y || (x.isNaN && y.isNaN)
        case (.list(let x), .list(let y)):
            return x.count == y.count && zip(x.elements, y.elements).allSatisfy { isSame($0, $1) }
        case (.map(let x), .map(let y)):
            return x.count == y.count
                && x.entries.allSatisfy { entry in
                    y.entries.contains { isSame(entry.key, $0.key) && isSame(entry.value, $0.value) }
                }
        case (.optional(let x), .optional(let y)):
            guard let x, let y else { return x == nil && y == nil }
            return isSame(x, y)
        default: return a.isEqual(to: b)
        }
    }
}

/// The types of the conformance file, such as `map(string, list(<A>))`.
enum ConformanceType {
    static func parse(_ text: String) throws -> ExpressionType {
        var rest = Substring(text)
        let type = try parse(&rest)
        guard rest.isEmpty else { throw ConformanceCase.Malformed.type(text) }
        return type
    }

    private static func parse(_ rest: inout Substring) throws -> ExpressionType {
        if rest.first == "<" {
            rest.removeFirst()
            let name = rest.prefix { $0 != ">" }
            rest = rest.dropFirst(name.count + 1)
            return .typeParameter(String(name))
        }
        let name = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." })
        rest = rest.dropFirst(name.count)
        var parameters: [ExpressionType] = []
        if rest.first == "(" {
            repeat {
                rest = rest.dropFirst().drop { $0 == " " }
                parameters.append(try parse(&rest))
            } while rest.first == ","
            rest = rest.dropFirst()
        }
        switch (name, parameters.count) {
        case ("int", 0): return .int
        case ("uint", 0): return .uint
        case ("double", 0): return .double
        case ("bool", 0): return .bool
        case ("string", 0): return .string
        case ("bytes", 0): return .bytes
        case ("null", 0): return .null
        case ("dyn", 0): return .dyn
        case ("timestamp", 0): return .timestamp
        case ("duration", 0): return .duration
        case ("list", 1): return .list(parameters[0])
        case ("map", 2): return .map(parameters[0], parameters[1])
        case ("optional_type", 1): return .optional(parameters[0])
        case ("type", _): return .type
        default: return .opaque(name, parameters)
        }
    }
}
