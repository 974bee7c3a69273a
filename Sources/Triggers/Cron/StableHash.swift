/// A hash of texts that is the same in every process (FNV-1a), with a final mix so that near texts give far numbers.
struct StableHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Adds one text and an end mark.
    mutating func add(_ text: String) {
        for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        state = state &* 0x100_0000_01B3
    }

    /// A number in 0 ..< 1, from 53 bits.
    func unit() -> Double {
        var mixed = state
        mixed = (mixed ^ (mixed >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        mixed = (mixed ^ (mixed >> 33)) &* 0xC4CE_B9FE_1A85_EC53
        return Double((mixed ^ (mixed >> 33)) >> 11) * 0x1p-53
    }
}
