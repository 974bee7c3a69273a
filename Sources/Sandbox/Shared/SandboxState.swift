import Foundation
import Values

/// Everything the sandbox knows, as one value. Each change is a function of a request and a moment.
struct SandboxState: Sendable {
    let configuration: SandboxConfiguration
    var turkeySMS: TurkeySMSSimulator
    var iletiMerkezi: IletiMerkeziSimulator
    /// Seconds by which the control API has moved the clock on.
    var clockOffset: TimeInterval = 0
    var callbacks = CallbackBook()
    var faults = FaultQueue()
    let seeds: SandboxSeeds

    /// How a request to a provider is to be answered.
    struct Verdict: Sendable {
        /// Nil where nothing goes wrong.
        var fault: Fault?
        /// What the provider says; where the fault keeps the request from being applied, its error answer or nil.
        var answer: ProviderAnswer?
    }

    init(configuration: SandboxConfiguration, seeds: SandboxSeeds, now: Date) {
        self.configuration = configuration
        self.seeds = seeds
        turkeySMS = TurkeySMSSimulator(
            account: configuration.turkeySMS, timing: configuration.delivery, seed: seeds.codes, now: now)
        iletiMerkezi = IletiMerkeziSimulator(account: configuration.iletiMerkezi, timing: configuration.delivery)
        if let script = configuration.faults { arm(script) }
        if let rate = configuration.faultRate { setFaultRate(rate) }
    }

    mutating func reset(now: Date) {
        self = SandboxState(configuration: configuration, seeds: seeds, now: now)
    }

    /// Every message, oldest first.
    func inbox(now: Date) -> [SandboxMessage] {
        let deliveries = turkeySMS.deliveries + iletiMerkezi.deliveries
        return deliveries.enumerated()
            .sorted { ($0.element.acceptedAt, $0.offset) < ($1.element.acceptedAt, $1.offset) }
            .map { entry in
                entry.element.message(
                    at: now, timing: configuration.delivery, reports: callbacks.reports(of: String(entry.element.id)))
            }
    }

    // MARK: Providers

    /// Decides what goes wrong with a request, before a provider sees it.
    mutating func strike(_ request: ProviderRequest, to provider: SandboxMessage.Provider) -> Fault? {
        faults.strike(path: provider.pathPrefix + request.path, recipients: request.body.map(Recipients.named) ?? [])
    }

    func mayChange(_ request: ProviderRequest, at provider: SandboxMessage.Provider) -> Bool {
        switch provider {
        case .turkeySMS: turkeySMS.mayChange(request)
        case .iletiMerkezi: iletiMerkezi.mayChange(request)
        }
    }

    mutating func answer(_ request: ProviderRequest, from provider: SandboxMessage.Provider, now: Date) -> ProviderAnswer {
        switch provider {
        case .turkeySMS: turkeySMS.answer(request, now: now)
        case .iletiMerkezi: iletiMerkezi.answer(request, now: now)
        }
    }

    /// What a provider says when a fault makes it refuse.
    func errorAnswer(of fault: Fault, from provider: SandboxMessage.Provider) -> ProviderAnswer? {
        switch (fault.kind, provider) {
        case (.code(let code), .turkeySMS): (TurkeySMSCode(rawValue: code) ?? .formatInvalid).answer()
        case (.code(let code), .iletiMerkezi): (IletiMerkeziCode(rawValue: code) ?? .requestUnreadable).answer()
        case (.throttle, .turkeySMS): TurkeySMSCode.tooManyRequests.answer()
        case (.throttle, .iletiMerkezi): IletiMerkeziCode.unavailable.answer()
        case (.insufficientBalance, .turkeySMS): TurkeySMSCode.balanceInsufficient.answer()
        case (.insufficientBalance, .iletiMerkezi): IletiMerkeziCode.balanceInsufficient.answer()
        default: nil
        }
    }

    // MARK: Faults

    mutating func arm(_ script: FaultScript) {
        faults.arm(script.armed)
        if let rate = script.rate { setFaultRate(rate) }
    }

    mutating func setFaultRate(_ rate: FaultRate) {
        faults.lottery = FaultLottery(rate, seed: rate.seed ?? seeds.faults)
    }
}

/// The numbers that make chance repeatable.
struct SandboxSeeds: Sendable, Equatable {
    /// For one-time codes.
    let codes: UInt64
    /// For a fault rate that has none of its own.
    let faults: UInt64
}

extension SandboxMessage.Provider {
    var pathPrefix: String {
        switch self {
        case .turkeySMS: SandboxConfiguration.turkeySMSPrefix
        case .iletiMerkezi: SandboxConfiguration.iletiMerkeziPrefix
        }
    }
}
