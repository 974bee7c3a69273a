import OrderedCollections

/// The members of a map, in the order in which they were written. Equality and hashing ignore the order.
public struct ValueObject: Sendable {
    private var storage: OrderedDictionary<String, Value>

    public init() {
        storage = [:]
    }

    public init(minimumCapacity: Int) {
        storage = OrderedDictionary(minimumCapacity: minimumCapacity)
    }

    /// Takes the pairs in order. A key that comes again keeps its place and takes the later value.
    public init(_ members: some Sequence<(String, Value)>) {
        storage = OrderedDictionary(members, uniquingKeysWith: { _, later in later })
    }

    public var count: Int { storage.count }
    public var isEmpty: Bool { storage.isEmpty }
    public var keys: [String] { storage.keys.elements }

    /// The value of a key. Setting nil removes the member; setting a new key puts it last.
    public subscript(key: String) -> Value? {
        get { storage[key] }
        set { storage[key] = newValue }
    }

    /// The member at a place in the order.
    public func member(at index: Int) -> (key: String, value: Value) {
        let element = storage.elements[index]
        return (element.key, element.value)
    }

    /// Sets a member and tells whether the key was there before.
    @discardableResult
    public mutating func set(_ key: String, to value: Value) -> Bool {
        storage.updateValue(value, forKey: key) != nil
    }

    /// Takes over the members of another map; where both have a key, the other's value wins.
    public mutating func merge(_ other: ValueObject) {
        for (key, value) in other { storage[key] = value }
    }
}

extension ValueObject: Equatable, Hashable {
    public static func == (left: ValueObject, right: ValueObject) -> Bool {
        guard left.count == right.count else { return false }
        return left.storage.allSatisfy { right.storage[$0.key] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        var members = 0
        for (key, value) in storage {
            var member = Hasher()
            member.combine(key)
            member.combine(value)
            members ^= member.finalize()
        }
        hasher.combine(members)
    }
}

extension ValueObject: Sequence {
    public struct Iterator: IteratorProtocol {
        fileprivate var base: OrderedDictionary<String, Value>.Iterator

        public mutating func next() -> (key: String, value: Value)? {
            base.next().map { ($0.key, $0.value) }
        }
    }

    public func makeIterator() -> Iterator { Iterator(base: storage.makeIterator()) }
    public var underestimatedCount: Int { storage.count }
}

extension ValueObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) }
}
