import WorkflowModel

extension Secret {
    /// Whether the bytes are the same. The time depends on the length of the given bytes only.
    static func bytes(_ expected: [UInt8], match given: [UInt8]) -> Bool {
        var difference = expected.count ^ given.count
        for (index, byte) in given.enumerated() {
            difference |= Int(byte ^ (expected.isEmpty ? 0 : expected[index % expected.count]))
        }
        return difference == 0
    }

    /// Whether this is the secret's text, byte for byte.
    func isText(_ text: String) -> Bool {
        Self.bytes(Array(reveal().utf8), match: Array(text.utf8))
    }
}
