import Randomness
import WorkflowModel

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
