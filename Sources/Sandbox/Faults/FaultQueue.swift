/// The faults that wait, and the chance that more strike.
struct FaultQueue: Sendable {
    private(set) var armed: [ArmedFault] = []
    var lottery: FaultLottery?
    private var nextID = 1

    mutating func arm(_ faults: [ArmedFault]) {
        for var fault in faults {
            fault.id = nextID
            nextID += 1
            armed.append(fault)
        }
    }

    mutating func disarm() {
        armed = []
    }

    /// The first armed fault whose turn it is, which is used up by one; else what a magic number asks for; else what chance brings.
    mutating func strike(path: String, recipients: [String]) -> Fault? {
        if let armed = take({ $0.fits(path: path, recipients: recipients) }) { return armed.fault }
        return recipients.lazy.compactMap(MagicNumber.fault).first ?? lottery?.draw(path: path)
    }

    /// The same for a delivery report.
    mutating func strikeCallback(from provider: SandboxMessage.Provider, recipient: String) -> FaultName? {
        take { $0.fitsCallback(from: provider, recipient: recipient) }?.name ?? MagicNumber.callbackFault(of: recipient)
    }

    private mutating func take(_ fits: (ArmedFault) -> Bool) -> ArmedFault? {
        for place in armed.indices where fits(armed[place]) {
            armed[place].seen += 1
            guard armed[place].seen.isMultiple(of: armed[place].every) else { continue }
            let taken = armed[place]
            armed[place].times -= 1
            if armed[place].times == 0 { armed.remove(at: place) }
            return taken
        }
        return nil
    }
}
