import Randomness
import Values

/// Faults that strike requests by chance, the same ones for the same seed and sequence of requests.
public struct FaultRate: Sendable, Equatable {
    /// From 0 to 1: how often a request to a provider is struck.
    public var probability: Double
    /// Each as likely as the others.
    public var kinds: [FaultName]
    /// Nil draws one when the sandbox starts.
    public var seed: UInt64?
    /// Strikes only this path, with the provider's prefix; nil strikes every path of both providers.
    public var path: String?

    public init(
        _ probability: Double, kinds: [FaultName] = FaultRate.allKinds, seed: UInt64? = nil, path: String? = nil
    ) {
        self.probability = probability
        self.kinds = kinds
        self.seed = seed
        self.path = path
    }

    /// Everything that can be drawn: what a network and a busy provider do, with and without the work done.
    public static let allKinds: [FaultName] = [
        .applyThenDrop, .drop, .applyThenStatus, .status, .halfBody, .emptyBody, .html, .throttle, .delay,
    ]

    /// How late an answer is that is struck by `delay`.
    static let delayMilliseconds = 100

    /// Reads what a control request or a fault file says about it.
    public init(_ script: Value) throws(FaultScriptError) {
        guard let fields = script.objectValue else { throw FaultScriptError("expected an object with a `rate`") }
        let known = ["rate", "seed", "kinds", "path"]
        for key in fields.keys where !known.contains(key) {
            throw FaultScriptError("unknown field `\(key)`, expected \(known.map { "`\($0)`" }.joined(separator: ", "))")
        }
        guard let probability = fields["rate"]?.numberValue, (0...1).contains(probability) else {
            throw FaultScriptError("`rate` must be a number from 0 to 1")
        }
        var kinds = FaultRate.allKinds
        if let names = fields["kinds"] {
            guard let list = names.listValue, !list.isEmpty else {
                throw FaultScriptError("`kinds` must be a list with one or more of \(FaultName.listed(FaultRate.allKinds))")
            }
            kinds = []
            for name in list { kinds.append(try FaultRate.kind(named: name.lenientText ?? name.jsonText())) }
        }
        var seed: UInt64?
        if let field = fields["seed"] {
            guard let text = field.lenientText, let number = UInt64(text) else {
                throw FaultScriptError("`seed` must be a whole number from 0 on")
            }
            seed = number
        }
        self.init(probability, kinds: kinds, seed: seed, path: try ArmedFault.path(fields["path"]))
    }

    /// The kind of that name, where it can be drawn.
    public static func kind(named name: String) throws(FaultScriptError) -> FaultName {
        guard let kind = FaultName(rawValue: name), allKinds.contains(kind) else {
            throw FaultScriptError("unknown kind `\(name)`, expected one of \(FaultName.listed(allKinds))")
        }
        return kind
    }
}

/// A rate at work: what it has drawn so far.
struct FaultLottery: Sendable {
    let rate: FaultRate
    let seed: UInt64
    private(set) var requests = 0
    private(set) var struck: [FaultName: Int] = [:]
    private var generator: SplitMix64

    init(_ rate: FaultRate, seed: UInt64) {
        self.rate = rate
        self.seed = seed
        generator = SplitMix64(seed: seed)
    }

    mutating func draw(path: String) -> Fault? {
        guard rate.path == nil || rate.path == path else { return nil }
        requests += 1
        guard Double.random(in: 0..<1, using: &generator) < rate.probability,
            let kind = rate.kinds.randomElement(using: &generator)
        else { return nil }
        struck[kind, default: 0] += 1
        switch kind {
        case .applyThenDrop: return Fault(kind: .drop, isApplied: true)
        case .applyThenStatus: return Fault(kind: .status(500), isApplied: true)
        case .status: return Fault(kind: .status(500))
        case .html: return Fault(kind: .html)
        case .halfBody: return Fault(kind: .halfBody)
        case .emptyBody: return Fault(kind: .emptyBody)
        case .throttle: return Fault(kind: .throttle)
        case .delay: return Fault(kind: .delay, delayMilliseconds: FaultRate.delayMilliseconds)
        default: return Fault(kind: .drop)
        }
    }

    var value: Value {
        let struckNames = FaultName.allCases.compactMap { name in struck[name].map { (name.rawValue, Value.int(Int64($0))) } }
        return [
            "rate": .double(rate.probability),
            // As text, for it may be larger than a number of JSON.
            "seed": .string(String(seed)),
            "kinds": .list(rate.kinds.map { .string($0.rawValue) }),
            "path": rate.path.map(Value.string) ?? .null,
            "requests": .int(Int64(requests)),
            "struck": .object(ValueObject(struckNames)),
        ]
    }
}
