extension String {
    /// Equality by code points, as expressions have it: a letter with a combining mark differs from the single letter.
    @inline(__always)
    func isIdentical(to other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        let answer = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in left.elementsEqual(right) }
        }
        if let answer, let answer { return answer }
        return utf8.elementsEqual(other.utf8)
    }

    /// Order by code points, which is the order of UTF-8 bytes.
    func precedes(_ other: String) -> Bool {
        utf8.lexicographicallyPrecedes(other.utf8)
    }
}
