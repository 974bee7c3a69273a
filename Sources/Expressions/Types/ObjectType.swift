/// A map with known fields. At run time it is an ordinary map with string keys; only the checker knows the fields.
public struct ObjectType: Hashable, Sendable {
    /// What messages call it, such as `output of turkeysms.send_sms`.
    public let name: String
    /// The fields in the order in which messages list them.
    public let fields: [Field]
    /// Whether there may be other fields too; those have the type `dyn`.
    public let isOpen: Bool

    public struct Field: Hashable, Sendable {
        public let name: String
        public let type: ExpressionType

        public init(_ name: String, _ type: ExpressionType) {
            self.name = name
            self.type = type
        }
    }

    public init(name: String, fields: [(String, ExpressionType)], isOpen: Bool = false) {
        self.name = name
        self.fields = fields.map { Field($0.0, $0.1) }
        self.isOpen = isOpen
    }

    /// The type of a field; nil when there is none of that name.
    public func type(of field: String) -> ExpressionType? {
        fields.first { $0.name == field }?.type
    }
}
