import Foundation
import Testing

@testable import Sandbox

@Suite("A snapshot of the sandbox")
struct StateSnapshotTests {
    private static func members(_ value: Any) -> Set<String> {
        Set(Mirror(reflecting: value).children.compactMap(\.label))
    }

    @Test("names every member of both simulators but the settings, which each start brings")
    func members() {
        let now = Date(timeIntervalSince1970: 0)
        let turkeySMS = TurkeySMSSimulator(account: TurkeySMSAccount(), timing: .immediate, seed: 1, now: now)
        #expect(
            Self.members(turkeySMS).subtracting(["account", "timing"])
                == Set(TurkeySMSSimulator.CodingKeys.allCases.map(\.rawValue)))
        let iletiMerkezi = IletiMerkeziSimulator(account: IletiMerkeziAccount(), timing: .immediate)
        #expect(
            Self.members(iletiMerkezi).subtracting(["account", "timing"])
                == Set(IletiMerkeziSimulator.CodingKeys.allCases.map(\.rawValue)))
        let state = SandboxState(
            configuration: SandboxConfiguration(), seeds: SandboxSeeds(codes: .max, faults: 1), now: now)
        // Faults come from the options of each start, seeds from the first line of the file.
        #expect(
            Self.members(state).subtracting(["configuration", "faults", "seeds"])
                == Self.members(StateSnapshot(state)).subtracting(["turkeySMSSenders", "iletiMerkeziSenders"]))
    }

    @Test("is the same when it is read again, with numbers beyond what JSON readers of others hold")
    func readAgain() throws {
        let state = SandboxState(
            configuration: SandboxConfiguration(), seeds: SandboxSeeds(codes: .max, faults: 1), now: Date())
        let snapshot = StateSnapshot(state)
        let again = try #require(StateSnapshot(snapshot.value))
        var generator = again.turkeySMS.generator, other = state.turkeySMS.generator
        #expect(generator.next() == other.next())
        #expect(StateSnapshot("{}") == nil)
        #expect(StateSnapshot(3) == nil)
    }
}
