import Values

/// The entries of a map, in order: of an expression's own making, or still JSON.
///
/// Keys are bool, int, uint or string. Numbers are equal across their kinds: `{1: 'a'}[1u]` finds the entry.
public struct ExpressionMap: Sendable {
    @usableFromInline
    enum Storage: Sendable {
        case json(Members)
        case entries(Entries)
    }

    /// JSON members behind one reference, so that a copy of the map is cheap.
    @usableFromInline
    final class Members: Sendable {
        let object: ValueObject

        @usableFromInline
        init(_ object: ValueObject) {
            self.object = object
        }
    }

    /// Entries with keys of any kind; beyond a few, found through a dictionary.
    @usableFromInline
    final class Entries: Sendable {
        let keys: [ExpressionValue]
        let values: [ExpressionValue]
        let positions: [MapKey: Int]

        init(keys: [ExpressionValue], values: [ExpressionValue], positions: [MapKey: Int]) {
            self.keys = keys
            self.values = values
            self.positions = positions
        }
    }

    @usableFromInline
    let storage: Storage

    /// Wraps JSON without converting it.
    @inlinable
    public init(_ members: ValueObject) {
        storage = .json(Members(members))
    }

    /// Takes fields in order; a key that comes again takes the later value.
    public init(stringKeys fields: [(String, ExpressionValue)]) {
        var builder = Builder()
        for (name, value) in fields { builder.set(.string(name), to: value) }
        self = builder.map
    }

    /// Takes entries in order. Nil when a key is of a kind that no map has, or comes twice.
    public init?(entries: [(ExpressionValue, ExpressionValue)]) {
        var builder = Builder()
        for (key, value) in entries {
            guard let mapKey = MapKey(key), builder.insert(key, as: mapKey, value) else { return nil }
        }
        self = builder.map
    }

    init(entries: Entries) {
        storage = .entries(entries)
    }

    public static let empty = ExpressionMap(ValueObject())

    public var count: Int {
        switch storage {
        case .json(let members): members.object.count
        case .entries(let entries): entries.keys.count
        }
    }

    public var isEmpty: Bool { count == 0 }

    /// The value of a string key.
    public subscript(name: String) -> ExpressionValue? {
        switch storage {
        case .json(let members): return members.object[name].map { ExpressionValue($0) }
        case .entries(let entries):
            guard let position = entries.positions[.string(name)] else { return nil }
            return entries.values[position]
        }
    }

    /// The value of any key; nil too for a key of a kind that no map has.
    public subscript(key: ExpressionValue) -> ExpressionValue? {
        if case .string(let name) = key { return self[name] }
        guard case .entries(let entries) = storage, let key = MapKey(lookingUp: key), let position = entries.positions[key]
        else { return nil }
        return entries.values[position]
    }

    public var keys: [ExpressionValue] {
        switch storage {
        case .json(let members): members.object.keys.map { .string($0) }
        case .entries(let entries): entries.keys
        }
    }

    public var entries: [(key: ExpressionValue, value: ExpressionValue)] {
        switch storage {
        case .json(let members): members.object.map { (.string($0.key), ExpressionValue($0.value)) }
        case .entries(let entries): zip(entries.keys, entries.values).map { ($0, $1) }
        }
    }

    /// The JSON members, when that is what the map is made of.
    var json: ValueObject? {
        if case .json(let members) = storage { members.object } else { nil }
    }

    /// The string keys, for messages.
    var fieldNames: [String] {
        switch storage {
        case .json(let members): members.object.keys
        case .entries(let entries): entries.keys.compactMap { if case .string(let name) = $0 { name } else { nil } }
        }
    }
}

extension ExpressionMap {
    /// Gathers entries in order.
    struct Builder {
        private var keys: [ExpressionValue] = []
        private var values: [ExpressionValue] = []
        private var positions: [MapKey: Int] = [:]

        var map: ExpressionMap { ExpressionMap(entries: Entries(keys: keys, values: values, positions: positions)) }

        /// Adds an entry; false when the key is already there.
        mutating func insert(_ key: ExpressionValue, as mapKey: MapKey, _ value: ExpressionValue) -> Bool {
            guard positions.updateValue(keys.count, forKey: mapKey) == nil else { return false }
            keys.append(key)
            values.append(value)
            return true
        }

        mutating func set(_ key: MapKey, to value: ExpressionValue) {
            if let position = positions[key] {
                values[position] = value
            } else {
                _ = insert(key.value, as: key, value)
            }
        }
    }
}
