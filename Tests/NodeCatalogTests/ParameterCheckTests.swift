import Testing
import Values
import WorkflowModel

@testable import NodeCatalog

@Suite("Checking the parameters of a node")
struct ParameterCheckTests {
    static func parameter(
        _ type: ParameterType, required: Bool = false, defaultValue: Value? = nil, allowed: [Value] = [], minimum: Double? = nil,
        maximum: Double? = nil, minimumLength: Int? = nil, maximumLength: Int? = nil, future: FuturePrecision? = nil,
        fields: [ParameterDeclaration] = [], repeats: RepeatRule? = nil
    ) -> ParameterDeclaration {
        ParameterDeclaration(
            name: "p", type: type, isRequired: required, defaultValue: defaultValue, allowed: allowed, minimum: minimum,
            maximum: maximum, minimumLength: minimumLength, maximumLength: maximumLength, future: future, fields: fields,
            repeats: repeats,
            help: "", example: nil)
    }

    static let accepted: [(ParameterType, Value, Value)] = [
        (.text, "a", "a"), (.text, 5, "5"), (.integer, 5, 5), (.number, 5, 5), (.number, 5.5, 5.5), (.boolean, true, true),
        (.duration, "1h30m", "1h30m"), (.timestamp, "2030-01-31T09:00:00+03:00", "2030-01-31T06:00:00.000Z"),
        (.phone, "0555 000 00 01", "905550000001"), (.phone, 905_550_000_001, "905550000001"),
        (.url, "https://example.com/a?b=c", "https://example.com/a?b=c"), (.cron, "0 9 * * 1-5", "0 9 * * 1-5"),
        (.timezone, "Europe/Istanbul", "Europe/Istanbul"), (.list(.phone), "5550000001", ["905550000001"]),
        (.list(.phone), ["5550000001", "05550000002"], ["905550000001", "905550000002"]), (.map, ["a": 1], ["a": 1]),
        (.any, [1, "a"], [1, "a"]), (.webhookAuth, "none", "none"),
        (.webhookAuth, ["bearer": ["credential": "shop"]], ["bearer": ["credential": "shop"]]), (.fileAfter, "delete", "delete"),
        (.fileAfter, ["move_to": "done"], ["move_to": "done"]),
    ]

    @Test("values are taken in their one form", arguments: accepted)
    func accepts(type: ParameterType, given: Value, expected: Value) throws {
        #expect(try Self.parameter(type).check(given) == expected)
    }

    static let refused: [(ParameterType, Value, String)] = [
        (.text, true, "`p` takes text, found a boolean"), (.integer, "5", "`p` takes an integer, found text"),
        (.integer, 5.5, "`p` takes an integer, found a number"), (.boolean, "true", "`p` takes true or false, found text"),
        (.duration, "5 minutes", "`p` is no duration"), (.timestamp, "2030-01-31 09:00", "`p` is no point in time"),
        (.timestamp, "2030-02-30T09:00:00Z", "`p` is no point in time"), (.url, "example.com", "`p` is no address"),
        (.url, "ftp://example.com", "`p` is no address"), (.timezone, "Istanbul", "`p`: `Istanbul` is no time zone"),
        (.list(.integer), [1, "a"], "`p[1]` takes an integer, found text"), (.map, "a", "`p` takes a map, found text"),
        (.webhookAuth, ["hmac": ["credential": "shop"]], "`hmac` needs `header`"),
        (.webhookAuth, ["hmacs": ["credential": "shop"]], "`p` has no method `hmacs`"),
        (.fileAfter, "remove", "`p` takes `delete` or `{ move_to: FOLDER }`"),
    ]

    @Test("values of another form are refused with what was found", arguments: refused)
    func refuses(type: ParameterType, given: Value, message: String) {
        #expect(throws: ParameterProblem.self) { try Self.parameter(type).check(given) }
        do throws(ParameterProblem) {
            _ = try Self.parameter(type).check(given)
        } catch {
            #expect(error.message == message)
        }
    }

    @Test("limits count characters, elements and numbers")
    func limits() {
        func message(_ parameter: ParameterDeclaration, _ value: Value) -> String? {
            do throws(ParameterProblem) {
                _ = try parameter.check(value)
                return nil
            } catch {
                return error.message
            }
        }
        #expect(message(Self.parameter(.text, maximumLength: 3), "şşş") == nil)
        #expect(message(Self.parameter(.text, maximumLength: 3), "şşşş") == "`p` has 4 characters, expected at most 3")
        #expect(message(Self.parameter(.text, minimumLength: 1), "") == "`p` is empty")
        #expect(message(Self.parameter(.list(.any), minimumLength: 2), [1]) == "`p` has 1 elements, expected at least 2")
        #expect(message(Self.parameter(.integer, minimum: 1), 0) == "`p` is below 1")
        #expect(message(Self.parameter(.number, maximum: 1.5), 2) == "`p` is above 1.5")
        #expect(message(Self.parameter(.integer, allowed: [4, 6]), 5) == "`p` cannot be `5`")
        #expect(message(Self.parameter(.text, required: true), nil) == "`p` is missing")
    }

    @Test("a default stands in for what is not given, and an absent value is null")
    func defaults() throws {
        #expect(try Self.parameter(.integer, defaultValue: 6).check(nil) == 6)
        #expect(try Self.parameter(.integer).check(nil) == .null)
    }

    @Test("a whole set of parameters names everything that is wrong")
    func wholeSet() throws {
        let manifest = try #require(Catalog.embedded.node(NodeName("iletimerkezi.send_sms")))
        let expected = ParameterProblems(problems: [
            ParameterProblem(
                parameter: "texte", message: "`iletimerkezi.send_sms` has no parameter `texte`", label: "did you mean `text`?"),
            ParameterProblem(parameter: "sender", message: "`sender` has 12 characters, expected at most 11"),
            ParameterProblem(parameter: "text", message: "`text` is missing"),
            ParameterProblem(parameter: "iys", message: "`iys` is missing"),
        ])
        #expect(throws: expected) {
            try manifest.check(["sender": "ABCDEFGHIJKL", "to": "5550000001", "texte": "Hello"])
        }
    }

    @Test("a rule over several parameters speaks when it is broken")
    func rules() throws {
        let manifest = try #require(Catalog.embedded.node(NodeName("iletimerkezi.send_sms")))
        #expect(
            throws: ParameterProblems(problems: [
                ParameterProblem(
                    parameter: nil,
                    message: "with `iys: true` the node needs `iys_list: BIREYSEL` (persons) or `iys_list: TACIR` (merchants)")
            ])
        ) {
            try manifest.check(["sender": "DEMOCO", "to": "5550000001", "text": "Hello", "iys": true])
        }
    }

    @Test(
        "a day is a day that exists",
        arguments: [
            ("2030-01-31", true), ("2030-02-30", false), ("31.01.2030", false), ("2030-1-31", false), ("2030-01-31T09:00", false),
        ])
    func days(text: String, isDay: Bool) {
        #expect(((try? Self.parameter(.date).check(.string(text))) != nil) == isDay)
    }

    @Test("an element of a list is named by its place")
    func places() {
        let problem = #expect(throws: ParameterProblem.self) {
            try Self.parameter(.list(.phone)).check(["905550000001", "905550000002", "123"])
        }
        #expect(problem?.message.hasPrefix("`p[2]`:") == true, "\(problem?.message ?? "")")
        #expect(problem?.parameter == "p")
    }

    static let message = parameter(
        .list(.map),
        fields: [
            ParameterDeclaration(
                name: "to", type: .phone, isRequired: true, defaultValue: nil, allowed: [], minimum: nil, maximum: nil,
                minimumLength: nil, maximumLength: nil, future: nil, fields: [], repeats: nil, help: "", example: nil),
            ParameterDeclaration(
                name: "text", type: .text, isRequired: false, defaultValue: "Hello", allowed: [], minimum: nil, maximum: nil,
                minimumLength: nil, maximumLength: 5, future: nil, fields: [], repeats: nil, help: "", example: nil),
        ], repeats: RepeatRule(action: .refuse, field: "to"))

    static let messages: [(Value, String)] = [
        ([["to": "0555 000 00 01"]], #"[{"to":"905550000001","text":"Hello"}]"#),
        ([["to": "1"]], "`p[0].to`:"),
        ([["to": "0555 000 00 01"], ["text": "a"]], "`p[1].to` is missing"),
        ([["to": "0555 000 00 01", "txt": "a"]], "`p[0]` has no member `txt`"),
        ([["to": "0555 000 00 01", "text": "abcdef"]], "`p[0].text` has 6 characters, expected at most 5"),
        (["905550000001"], "`p[0]` takes a map, found text"),
        (
            [["to": "0555 000 00 01"], ["to": "+90 555 000 00 02"], ["to": "5550000001", "text": "b"]],
            "`p` has `905550000001` twice, at 0 and at 2"
        ),
    ]

    @Test("the members of the maps in a list are checked, each by its place", arguments: messages)
    func members(given: Value, expected: String) {
        do throws(ParameterProblem) {
            #expect(try Self.message.check(given).jsonText() == expected)
        } catch {
            #expect(error.message.hasPrefix(expected), "\(error.message)")
        }
    }

    @Test("a list without repeats keeps the first of each, however it was written")
    func repeats() throws {
        let numbers = Self.parameter(.list(.phone), repeats: RepeatRule(action: .drop, field: nil))
        #expect(try numbers.check(["05550000001", "5550000002", "+90 (555) 000 00 01"]) == ["905550000001", "905550000002"])
    }

    @Test("chunks are cut after the list was checked, so that no number stands in two of them")
    func chunks() throws {
        let numbers = Self.parameter(.list(.phone), repeats: RepeatRule(action: .drop, field: nil))
        let chunk = ChunkRule(parameter: numbers, size: 2)
        #expect(
            try chunk.chunks(of: ["5550000001", "5550000002", "05550000001", "5550000003"])
                == [["905550000001", "905550000002"], ["905550000003"]])
        #expect(throws: ParameterProblem.self) { try chunk.chunks(of: ["5550000001", "x"]) }
    }

    static let moments: [(String, FuturePrecision, String?)] = [
        ("2030-01-01T00:01:00Z", .minute, nil), ("2030-01-01T00:00:01Z", .second, nil),
        ("2030-01-01T00:00:00.900Z", .second, nil),
        ("2030-01-01T00:00:00.300Z", .second, "expected a time that lies ahead; to send at once, leave `p` out"),
        ("2030-01-01T00:00:59Z", .minute, "expected a later minute: the provider takes no seconds"),
        ("2029-12-31T23:59:59Z", .minute, "expected a time that lies ahead; to send at once, leave `p` out"),
        ("1969-12-31T23:59:30Z", .minute, "expected a time that lies ahead; to send at once, leave `p` out"),
    ]

    @Test("a time that must lie ahead is told from one that has passed, as exactly as the provider takes it", arguments: moments)
    func times(text: String, precision: FuturePrecision, label: String?) throws {
        let now = Timestamp(microseconds: 1_893_456_000_300_000)
        let declaration = Self.parameter(.timestamp, future: precision)
        let checked = try declaration.check(.string(text))
        let problem = declaration.problemOfTime(checked, at: now)
        #expect(problem?.label == label)
        if let problem {
            let what = text.contains("00:59Z") ? "in the minute that has begun" : "which has passed"
            #expect(problem.message == "`p` is \(checked.plainText), \(what): it is 2030-01-01T00:00:00.300Z")
        }
        let inside = Self.parameter(.list(.map), fields: [Self.parameter(.timestamp, future: precision)])
        #expect(
            inside.problemOfTime(try inside.check([["p": nil], ["p": .string(text)]]), at: now)?.message.prefix(10)
                == problem.map { _ in "`p[1].p` i" })
    }
}
