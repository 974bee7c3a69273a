import Values

extension ExpressionValue {
    /// Equality as `==` has it: numbers across kinds, other kinds never equal, NaN unequal to itself, maps without order.
    public func isEqual(to other: ExpressionValue) -> Bool {
        switch (self, other) {
        case (.string(let a), .string(let b)): return a.isIdentical(to: b)
        case (.int(let a), .int(let b)): return a == b
        case (.bool(let a), .bool(let b)): return a == b
        case (.null, .null): return true
        case (.uint(let a), .uint(let b)): return a == b
        case (.double(let a), .double(let b)): return a == b
        case (.int, .double), (.double, .int), (.int, .uint), (.uint, .int), (.uint, .double), (.double, .uint):
            return numericOrder(other) == .equal
        case (.bytes(let a), .bytes(let b)): return a == b
        case (.timestamp(let a), .timestamp(let b)): return a == b
        case (.duration(let a), .duration(let b)): return a == b
        case (.type(let a), .type(let b)): return a == b
        case (.list(let a), .list(let b)):
            let count = a.count
            guard count == b.count else { return false }
            for index in 0..<count where !a[index].isEqual(to: b[index]) { return false }
            return true
        case (.map(let a), .map(let b)):
            guard a.count == b.count else { return false }
            for (key, value) in a.entries {
                guard let counterpart = b[key], value.isEqual(to: counterpart) else { return false }
            }
            return true
        case (.optional(let a), .optional(let b)):
            switch (a, b) {
            case (nil, nil): return true
            case (let a?, let b?): return a.isEqual(to: b)
            default: return false
            }
        default: return false
        }
    }

    /// Where a value stands against another.
    enum Order: Sendable {
        case less, equal, greater, unordered

        init<T: Comparable>(_ a: T, _ b: T) {
            self = a < b ? .less : a == b ? .equal : a > b ? .greater : .unordered
        }
    }

    /// Nil when one of them is no number.
    func numericOrder(_ other: ExpressionValue) -> Order? {
        switch (self, other) {
        case (.int(let a), .int(let b)): Order(a, b)
        case (.uint(let a), .uint(let b)): Order(a, b)
        case (.double(let a), .double(let b)): Order(a, b)
        case (.int(let a), .uint(let b)): a < 0 ? .less : Order(UInt64(a), b)
        case (.uint(let a), .int(let b)): b < 0 ? .greater : Order(a, UInt64(b))
        // As in the reference implementation, an integer meets a double as a double.
        case (.int(let a), .double(let b)): Order(Double(a), b)
        case (.double(let a), .int(let b)): Order(a, Double(b))
        case (.uint(let a), .double(let b)): Order(Double(a), b)
        case (.double(let a), .uint(let b)): Order(a, Double(b))
        default: nil
        }
    }

    /// The order of two values that can be compared with `<`; nil for kinds that cannot.
    func order(_ other: ExpressionValue) -> Order? {
        switch (self, other) {
        case (.string(let a), .string(let b)): a.isIdentical(to: b) ? .equal : a.precedes(b) ? .less : .greater
        case (.bool(let a), .bool(let b)): a == b ? .equal : b ? .less : .greater
        case (.bytes(let a), .bytes(let b)): a == b ? .equal : a.lexicographicallyPrecedes(b) ? .less : .greater
        case (.timestamp(let a), .timestamp(let b)): Order(a, b)
        case (.duration(let a), .duration(let b)): Order(a, b)
        default: numericOrder(other)
        }
    }
}
