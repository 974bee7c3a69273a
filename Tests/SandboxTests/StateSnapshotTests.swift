import Foundation
import Testing
import Values

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

    @Test("an event has the same name whether or not somebody has looked for due reports before it")
    func eventNames() throws {
        let now = Date(timeIntervalSince1970: 1_795_244_400)
        var configuration = SandboxConfiguration()
        configuration.callbacks = [.turkeySMS: try CallbackTarget(url: "http://127.0.0.1:1/")]
        let body: Value = [
            "api_key": .string(TurkeySMSAccount.defaultAPIKey), "title": "DEMOCO", "sentto": "905550000001", "text": "Hi",
        ]
        let names = [false, true].map { isLookedAt in
            var state = SandboxState(configuration: configuration, seeds: SandboxSeeds(codes: 1, faults: 1), now: now)
            state.apply(.callbackTarget(configuration.callbacks[.turkeySMS], .turkeySMS, at: now))
            let sent = state.apply(
                .request(
                    ProviderRequest(method: "POST", path: "/sms/send", contentType: "application/json", body: body), .turkeySMS,
                    at: now))
            #expect(sent?.body["result"] == true)
            let later = now.addingTimeInterval(2)
            if isLookedAt { state.advanceCallbacks(now: later) }
            state.apply(.callbackEvent("key.test", data: [:], at: later))
            return state.callbacks.callbacks.map(\.id)
        }
        #expect(names == [["700000001.sms.sent", "event-2.key.test"], ["700000001.sms.sent", "event-2.key.test"]])
    }
}
