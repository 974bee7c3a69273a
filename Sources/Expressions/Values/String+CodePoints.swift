extension String {
    /// Equality by code points, as expressions have it: a letter with a combining mark differs from the single letter.
    @inline(__always)
    func isIdentical(to other: String) -> Bool {
        let count = utf8.count
        guard count == other.utf8.count else { return false }
        return utf8.elementsEqual(other.utf8)
    }

    /// Order by code points, which is the order of UTF-8 bytes.
    func precedes(_ other: String) -> Bool {
        utf8.lexicographicallyPrecedes(other.utf8)
    }
}
