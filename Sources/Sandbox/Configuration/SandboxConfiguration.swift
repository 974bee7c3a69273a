import Foundation

/// Where the sandbox listens, what the two accounts own, and which time it believes in.
public struct SandboxConfiguration: Sendable {
    /// A loopback address; any other is refused when the sandbox starts.
    public var host: String
    /// 0 takes a free port.
    public var port: Int
    public var turkeySMS: TurkeySMSAccount
    public var iletiMerkezi: IletiMerkeziAccount
    public var delivery: DeliveryTiming
    /// Makes one-time codes repeatable; nil takes another seed at every start.
    public var seed: UInt64?
    /// Where delivery reports go from the start.
    public var callbacks: [SandboxMessage.Provider: CallbackTarget]
    /// Keeps everything in this file, and goes on from what it holds; nil keeps it in memory.
    public var stateFile: String?
    /// When the file is made small again.
    public var stateRetention = StateRetention()
    /// Faults that are armed from the start, and again after a reset.
    public var faults: FaultScript?
    /// Faults by chance, instead of the rate that `faults` may bring.
    public var faultRate: FaultRate?
    /// The present moment. Every window, schedule and life cycle follows it, never the machine's clock.
    public var now: @Sendable () -> Date

    public init(
        host: String = "127.0.0.1",
        port: Int = 0,
        turkeySMS: TurkeySMSAccount = TurkeySMSAccount(),
        iletiMerkezi: IletiMerkeziAccount = IletiMerkeziAccount(),
        delivery: DeliveryTiming = DeliveryTiming(),
        seed: UInt64? = nil,
        callbacks: [SandboxMessage.Provider: CallbackTarget] = [:],
        stateFile: String? = nil,
        faults: FaultScript? = nil,
        faultRate: FaultRate? = nil,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.host = host
        self.port = port
        self.turkeySMS = turkeySMS
        self.iletiMerkezi = iletiMerkezi
        self.delivery = delivery
        self.seed = seed
        self.callbacks = callbacks
        self.stateFile = stateFile
        self.faults = faults
        self.faultRate = faultRate
        self.now = now
    }

    /// The path in front of TurkeySMS's own paths.
    public static let turkeySMSPrefix = "/turkeysms"
    /// The path in front of iletiMerkezi's own paths.
    public static let iletiMerkeziPrefix = "/iletimerkezi"
}

/// What a sandbox that starts with a file keeps of it.
public struct StateRetention: Sendable, Equatable {
    /// With more changes than that, one line takes the place of all.
    public var records = 5_000
    /// Messages of each provider that are kept then; older ones go once nothing can happen to them any more.
    public var messages = 10_000

    public init() {}
}

/// How long a message stays in each state, in seconds after it is due.
public struct DeliveryTiming: Sendable, Equatable {
    /// Until the operator has it.
    public var sentAfter: TimeInterval
    /// Until its fate is known.
    public var finalAfter: TimeInterval

    public init(sentAfter: TimeInterval = 1, finalAfter: TimeInterval = 3) {
        self.sentAfter = sentAfter
        self.finalAfter = finalAfter
    }

    /// Every message reaches its end the moment it is due.
    public static let immediate = DeliveryTiming(sentAfter: 0, finalAfter: 0)
}
