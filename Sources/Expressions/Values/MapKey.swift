/// A map key in the form in which keys are compared: whole numbers are equal whatever their kind.
@usableFromInline
enum MapKey: Hashable, Sendable {
    case bool(Bool)
    case int(Int64)
    /// Above the largest int.
    case uint(UInt64)
    case string(String)

    /// A key of a kind that maps may have; nil for any other.
    init?(_ value: ExpressionValue) {
        switch value {
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .uint(let number): self = number <= UInt64(Int64.max) ? .int(Int64(number)) : .uint(number)
        case .string(let text): self = .string(text)
        default: return nil
        }
    }

    /// Also takes a double that is whole: `{1: 'a'}[1.0]`.
    init?(lookingUp value: ExpressionValue) {
        if case .double(let number) = value {
            if let whole = Int64(exactly: number) {
                self = .int(whole)
            } else if let whole = UInt64(exactly: number) {
                self = .uint(whole)
            } else {
                return nil
            }
        } else {
            self.init(value)
        }
    }

    var value: ExpressionValue {
        switch self {
        case .bool(let flag): .bool(flag)
        case .int(let number): .int(number)
        case .uint(let number): .uint(number)
        case .string(let text): .string(text)
        }
    }

    @usableFromInline
    static func == (left: MapKey, right: MapKey) -> Bool {
        switch (left, right) {
        case (.string(let a), .string(let b)): a.isIdentical(to: b)
        case (.int(let a), .int(let b)): a == b
        case (.uint(let a), .uint(let b)): a == b
        case (.bool(let a), .bool(let b)): a == b
        default: false
        }
    }

    @usableFromInline
    func hash(into hasher: inout Hasher) {
        switch self {
        case .bool(let flag): hasher.combine(flag)
        case .int(let number): hasher.combine(number)
        case .uint(let number): hasher.combine(number)
        case .string(let text): hasher.combine(text)
        }
    }
}
