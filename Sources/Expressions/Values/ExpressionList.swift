import Values

/// The elements of a list: of an expression's own making, or still JSON.
public struct ExpressionList: Sendable {
    @usableFromInline
    enum Storage: Sendable {
        case json([Value])
        case values([ExpressionValue])
    }

    @usableFromInline
    let storage: Storage

    public init(_ elements: [ExpressionValue]) {
        storage = .values(elements)
    }

    /// Wraps JSON without converting it.
    @inlinable
    public init(_ elements: [Value]) {
        storage = .json(elements)
    }

    public static let empty = ExpressionList([ExpressionValue]())

    public var count: Int {
        switch storage {
        case .json(let elements): elements.count
        case .values(let elements): elements.count
        }
    }

    public var isEmpty: Bool { count == 0 }

    public subscript(index: Int) -> ExpressionValue {
        switch storage {
        case .json(let elements): ExpressionValue(elements[index])
        case .values(let elements): elements[index]
        }
    }

    /// All elements; wraps each JSON element.
    public var elements: [ExpressionValue] {
        switch storage {
        case .json(let elements): elements.map { ExpressionValue($0) }
        case .values(let elements): elements
        }
    }

    /// The JSON elements, when that is what the list is made of.
    var json: [Value]? {
        if case .json(let elements) = storage { elements } else { nil }
    }

    func appending(_ other: ExpressionList) -> ExpressionList {
        if case .json(let left) = storage, case .json(let right) = other.storage { return ExpressionList(left + right) }
        return ExpressionList(elements + other.elements)
    }
}
