import WorkflowModel

/// A small generator of evenly spread numbers; the same seed gives the same numbers on every machine (Steele, Lea, Flood 2014).
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Uniform in 0 ..< 1, from 53 bits.
    mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }
}

extension SplitMix64 {
    /// The generator that belongs to one attempt of one run, so that a replay draws the same jitter.
    init(run: RunID, key: AttemptKey) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        // FNV-1a over the parts, with a zero byte between them.
        func add(_ text: String) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = hash &* 0x100_0000_01B3
        }
        add(run.rawValue)
        add(key.step.rawValue)
        add(key.item.map(String.init) ?? "")
        add(String(key.attempt))
        self.init(seed: hash)
    }
}
