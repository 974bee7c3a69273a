import ArgumentParser
import Sandbox

/// The options of `ulak sandbox serve` that make things go wrong.
struct SandboxFaultOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Arm the faults in this YAML or JSON file.", valueName: "file"))
    var faults: String?

    @Option(help: ArgumentHelp("Let this share of requests go wrong by chance, from 0 to 1.", valueName: "share"))
    var faultRate: Double?

    @Option(help: ArgumentHelp("Draw the same faults as a sandbox before, whose seed was printed.", valueName: "number"))
    var faultSeed: UInt64?

    @Option(
        help: ArgumentHelp(
            "What may go wrong by chance; may be repeated. One of: "
                + FaultRate.allKinds.map(\.rawValue).joined(separator: ", ") + ".", valueName: "fault"))
    var faultKind: [String] = []

    func validate() throws {
        if let faultRate, !(0...1).contains(faultRate) {
            throw ValidationError("--fault-rate takes a number from 0 to 1, found \(faultRate)")
        }
        if faultRate == nil, faultSeed != nil || !faultKind.isEmpty {
            throw ValidationError("--fault-seed and --fault-kind need --fault-rate")
        }
        do throws(FaultScriptError) {
            for name in faultKind { _ = try FaultRate.kind(named: name) }
        } catch {
            throw ValidationError(error.message)
        }
    }

    func apply(to configuration: inout SandboxConfiguration) throws(FileFailure) {
        if let faults { configuration.faults = try FaultFile.read(faults) }
        guard let faultRate else { return }
        let kinds = faultKind.compactMap(FaultName.init(rawValue:))
        configuration.faultRate = FaultRate(faultRate, kinds: kinds.isEmpty ? FaultRate.allKinds : kinds, seed: faultSeed)
    }
}
