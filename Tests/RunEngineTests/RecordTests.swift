import TestKit
import Testing
import Values
import WorkflowModel

@testable import RunEngine

struct RecordTests {
    @Test func `every record comes back from its JSON`() throws {
        for record in SampleRecords.all(SampleRecords.id(1)) {
            let text = record.json.jsonText()
            #expect(try RunRecord(json: try Value(json: text)) == record, "\(text)")
        }
        for kind in UnknownReason.Kind.allCases {
            let key = AttemptKey(step: StepID("a"), attempt: 3)
            let record = RunRecord.attemptFinished(
                AttemptFinished(key: key, outcome: .unknown(UnknownReason(kind, message: "m")), at: SampleRecords.start))
            #expect(try RunRecord(json: record.json) == record)
        }
    }

    @Test(
        arguments: [
            (#"{"kind":"run_paused","at":1,"v":1}"#, "unknown kind `run_paused`"),
            (#"{"kind":"cancel_requested","at":1,"v":2}"#, "version 2 is newer than 1"),
            (#"{"kind":"cancel_requested","v":1}"#, "`at` is missing"),
            (#"{"kind":"cancel_requested","at":"now","v":1}"#, "`at` is no integer"),
            (
                #"{"kind":"attempt_finished","step":"a","attempt":1,"outcome":"odd","at":1,"v":1}"#,
                "`outcome` has the unknown value `odd`"
            ),
            (#"{"kind":"step_skipped","step":"a","reason":"mood","at":1,"v":1}"#, "`reason` has the unknown value `mood`"),
            (#"{"kind":"attempt_resolved","step":"a","attempt":1,"at":1,"v":1}"#, "`sent` is missing"),
            (#"[]"#, "found list where a record was expected"),
        ])
    func `a record that is not understood is refused`(text: String, reason: String) throws {
        #expect {
            try RunRecord(json: try Value(json: text))
        } throws: {
            "\($0)" == reason
        }
    }

    @Test func `the stored form does not change`() {
        let key = AttemptKey(step: StepID("notify"), item: 2, attempt: 1)
        let record = RunRecord.attemptStarted(
            AttemptStarted(key: key, parameters: ["to": "90"], purpose: .resend, at: Timestamp(microseconds: 5)))
        #expect(
            record.json.jsonText()
                == #"{"kind":"attempt_started","at":5,"step":"notify","item":2,"attempt":1,"parameters":{"to":"90"},"resend":true,"v":1}"#
        )
    }
}

struct ReplayTests {
    private let graph = PlanGraph(.of([.of("a", effect: .send), .of("b", needs: ["a"])]))
    private let start = SampleRecords.start

    private func replay(_ records: [RunRecord]) throws -> RunStateMachine {
        let first = RunStarted(run: SampleRecords.id(1), of: graph.plan, trigger: .manual, inputs: [:], at: start)
        return try RunStateMachine(graph: graph, replaying: [.runStarted(first)] + records)
    }

    @Test func `records that contradict each other are a damaged journal, never a crash`() throws {
        let a1 = AttemptKey(step: StepID("a"), attempt: 1), a2 = AttemptKey(step: StepID("a"), attempt: 2)
        let started = RunRecord.attemptStarted(AttemptStarted(key: a1, parameters: [:], at: start))
        let ended = RunRecord.attemptFinished(AttemptFinished(key: a1, outcome: .succeeded(.null), at: start))
        let other = AttemptKey(step: StepID("zzz"), attempt: 1), item = AttemptKey(step: StepID("a"), item: 0, attempt: 1)
        let broken: [([RunRecord], Int)] = [
            ([started, started], 2), ([started, ended, ended], 3), ([started, ended, started], 3),
            ([.attemptStarted(AttemptStarted(key: a2, parameters: [:], at: start))], 1),
            ([.attemptStarted(AttemptStarted(key: other, parameters: [:], at: start))], 1),
            ([.attemptStarted(AttemptStarted(key: item, parameters: [:], at: start))], 1),
            ([started, .attemptResolved(AttemptResolved(key: a1, sent: true, at: start))], 2),
            ([.attemptResumed(AttemptResumed(key: a1, at: start))], 1),
            ([started, .stepSkipped(StepSkipped(step: StepID("a"), reason: .condition, at: start))], 2),
            ([.stepFinished(StepFinished(step: StepID("a"), failure: nil, at: start))], 1),
            ([.runFinished(RunFinished(result: .succeeded, at: start)), started], 2),
        ]
        for (records, sequence) in broken {
            let error = #expect(throws: ReplayError.self) { try replay(records) }
            #expect(error?.sequence == sequence, "\(error.map(\.description) ?? "")")
        }
        #expect(throws: ReplayError.self) { try RunStateMachine(graph: graph, replaying: []) }
        #expect(try replay([started, ended]).pendingEffects(at: start).count == 1)
    }

    @Test func `a journal is not replayed against another plan`() throws {
        let other = PlanGraph(.of([.of("a", effect: .send), .of("b", needs: ["a"])], hash: "another"))
        let first = RunStarted(run: SampleRecords.id(1), of: graph.plan, trigger: .manual, inputs: [:], at: start)
        #expect(throws: ReplayError.self) { try RunStateMachine(graph: other, replaying: [.runStarted(first)]) }
    }

    @Test func `a snapshot of every prefix can be made without a plan`() {
        let records = SampleRecords.all(SampleRecords.id(1))
        for count in 1...records.count {
            let snapshot = RunSnapshot(records: records[..<count])
            #expect(snapshot?.updatedAt == records[count - 1].at)
            #expect(snapshot?.json["run"] == .string(SampleRecords.id(1).rawValue))
        }
        #expect(RunSnapshot(records: records.dropFirst()) == nil)
    }
}
