/// How a pass-phrase becomes a master key (RFC 7914).
struct ScryptParameters: Sendable, Equatable {
    /// The cost, a power of two.
    let n: Int
    /// The block size.
    let r: Int
    /// The parallelisation.
    let p: Int
    let salt: [UInt8]

    /// Nil outside of what is accepted when a vault is read: a file must not make its reader use all memory.
    init?(n: Int64, r: Int64, p: Int64, salt: [UInt8]) {
        guard (1 << 10...1 << 20).contains(n), n & (n - 1) == 0, (1...32).contains(r), (1...16).contains(p),
            n * r * 128 <= Self.mostMemory, n * r * p <= 1 << 24, (8...64).contains(salt.count)
        else { return nil }
        self.n = Int(n)
        self.r = Int(r)
        self.p = Int(p)
        self.salt = salt
    }

    private static let mostMemory: Int64 = 1 << 30

    /// What new vaults get: 128 MiB, twice the least that is allowed.
    static func recommended(salt: [UInt8]) -> ScryptParameters? {
        ScryptParameters(n: 1 << 17, r: 8, p: 1, salt: salt)
    }

    /// Bytes that one derivation holds.
    var memory: Int { 128 * n * r }

    /// The least memory for a new vault: 64 MiB.
    static let leastMemory = 64 << 20

    static let bounds =
        "n is a power of two from 1024 to 1048576, r at most 32, p at most 16, the memory 128·n·r at most 1 GiB"
}
