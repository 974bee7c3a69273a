import Testing
import WorkflowModel

@testable import NodeRuntime

@Suite("The rate of a credential")
struct TokenBucketTests {
    /// Milliseconds, who asks, cost, and the time of the turn; nil: it goes.
    typealias Line = (at: Int64, who: String, cost: Int, turn: Int64?)

    static let start = Timestamp(microseconds: 1_800_000_000_000_000)

    static let tables: [(name: String, lines: [Line])] = [
        ("a second's worth is there at once", [(0, "a", 60, nil), (0, "b", 40, nil), (0, "c", 1, 10)]),
        ("tokens come back evenly", [(0, "a", 100, nil), (500, "b", 50, nil), (500, "c", 1, 510), (510, "c", 1, nil)]),
        ("no more than a second's worth is kept", [(0, "a", 100, nil), (9000, "b", 100, nil), (9000, "c", 1, 9010)]),
        (
            "turns are given in the order of asking, and nobody is passed",
            [
                (0, "a", 100, nil), (0, "b", 50, 500), (0, "c", 20, 700), (100, "d", 1, 710), (500, "b", 50, nil),
                (600, "d", 1, 710), (700, "c", 20, nil), (710, "d", 1, nil),
            ]
        ),
        (
            "a cost larger than the bucket passes when the bucket is full, and is paid for afterwards",
            [(0, "a", 1, nil), (0, "b", 250, 10), (10, "b", 250, nil), (10, "c", 1, 1520), (1520, "c", 1, nil)]
        ),
        (
            "a turn that nobody comes for is given to others",
            [(0, "a", 100, nil), (0, "gone", 100, 1000), (1500, "b", 60, 2100), (11_100, "c", 40, nil)]
        ),
        ("asking again does not move one's turn", [(0, "a", 100, nil), (0, "b", 50, 500), (200, "b", 50, 500)]),
        ("a free request needs no token", [(0, "a", 100, nil), (0, "b", 0, nil)]),
        ("a clock that was set back makes nothing worse", [(5000, "a", 100, nil), (0, "b", 10, 100), (100, "b", 10, nil)]),
    ]

    @Test("tokens and turns", arguments: tables.indices)
    func table(index: Int) {
        let (name, lines) = Self.tables[index]
        var bucket = TokenBucket<String>(perSecond: 100, at: Self.start + .milliseconds(lines[0].at))
        for line in lines {
            let answer = bucket.ask(line.who, cost: line.cost, at: Self.start + .milliseconds(line.at))
            #expect(
                answer == (line.turn.map { .wait(until: Self.start + .milliseconds($0)) } ?? .go),
                "\(name): \(line.who) at \(line.at) ms")
        }
    }

    @Test("whatever comes in, no more leaves than the rate and one second's worth")
    func neverMore() {
        var bucket = TokenBucket<Int>(perSecond: 100, at: Self.start)
        var left: [(at: Int64, cost: Int)] = []
        var dues = (0..<400).map { (who: $0, at: Int64($0 % 7)) }
        while let next = dues.min(by: { ($0.at, $0.who) < ($1.at, $1.who) }) {
            dues.removeAll { $0.who == next.who }
            let cost = next.who % 5
            switch bucket.ask(next.who, cost: cost, at: Self.start + .milliseconds(next.at)) {
            case .go: left.append((next.at, cost))
            case .wait(let until): dues.append((next.who, (until - Self.start).microseconds / 1000 + 1))
            }
        }
        #expect(left.count == 400)
        for first in left.indices {
            let window = left[first...].prefix { $0.at < left[first].at + 1000 }
            #expect(window.map(\.cost).reduce(0, +) <= 200)
        }
        // 800 tokens, of which 100 were there: 7 seconds, and no time is wasted.
        #expect((7000...7400).contains(left.last?.at ?? 0))
    }
}
