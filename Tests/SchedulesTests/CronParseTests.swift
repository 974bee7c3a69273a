import Foundation
import Randomness
import Testing

@testable import Schedules

@Suite("Reading cron expressions")
struct CronParseTests {
    @Test("every mistake has its own message, its place and, where it is sure, a replacement")
    func refusals() throws {
        let cases = refusalTable.components(separatedBy: "\n\n")
        #expect(cases.count > 80)
        for entry in cases {
            let lines = entry.split(separator: "\n", maxSplits: 1)
            let text = String(lines[0])
            guard case .failure(let error) = CronExpression.parse(text) else {
                Issue.record("`\(text)` was not refused")
                continue
            }
            let underline =
                String(repeating: " ", count: error.range.lowerBound) + String(repeating: "^", count: max(error.range.count, 1))
            let suggestion = error.suggestion.map { "[\($0)] " } ?? ""
            #expect("\(underline) \(suggestion)\(error.message)" == String(lines[1]), "`\(text)`")
        }
    }

    @Test("every replacement offered makes the expression good, or leads to another mistake further on")
    func suggestions() {
        for entry in refusalTable.components(separatedBy: "\n\n") {
            let text = String(entry.prefix { $0 != "\n" })
            guard case .failure(let error) = CronExpression.parse(text), let suggestion = error.suggestion else { continue }
            var scalars = Array(text.unicodeScalars)
            scalars.replaceSubrange(error.range, with: suggestion.unicodeScalars)
            let corrected = scalars.map { String($0) }.joined()
            if case .failure(let next) = CronExpression.parse(corrected) {
                #expect(next.range.lowerBound > error.range.lowerBound, "`\(corrected)`: \(next.message)")
            }
        }
    }

    @Test("an empty text is refused", arguments: ["", " ", " \t "])
    func empty(text: String) {
        guard case .failure(let error) = CronExpression.parse(text) else { Issue.record("read `\(text)`"); return }
        #expect(
            error.message
                == "the cron expression is empty; write five fields, such as `0 9 * * MON-FRI`, or a macro, such as `@daily`"
        )
        #expect(error.range.isEmpty && error.suggestion == nil)
    }

    @Test("white space that only looks like a separator is refused by name")
    func whiteSpace() {
        let cases = [
            ("0 9 * * *\n", 9, "a line break"), ("0\u{A0}9 * * *", 1, "the character U+00A0"),
            ("0 9 *\u{2003}* *", 5, "the character U+2003"), ("0 9 * * *\u{0}", 9, "the character U+0000"),
        ]
        for (text, place, name) in cases {
            guard case .failure(let error) = CronExpression.parse(text) else { Issue.record("read `\(text)`"); continue }
            #expect(error.message == "found \(name), but only spaces and tabs separate fields; write one line with spaces")
            #expect(error.range == place..<(place + 1))
            #expect(error.suggestion == " ")
        }
    }

    @Test("ranges count Unicode scalars, not bytes or letters")
    func scalarOffsets() {
        guard case .failure(let error) = CronExpression.parse("0 0 * * e\u{301}é🕰") else { Issue.record("read"); return }
        #expect(error.range == 8..<12)
        guard case .failure(let late) = CronExpression.parse(" \t5  99 * * *") else { Issue.record("read"); return }
        #expect(late.range == 5..<7)
    }

    @Test("fields mean their values")
    func masks() throws {
        func values(_ text: String, _ index: Int) throws -> [Int] {
            let mask = try cron(text).fields[index].mask
            return (0..<64).filter { mask >> UInt64($0) & 1 == 1 }
        }
        #expect(try values("5/20 * * * *", 0) == [5, 25, 45])
        #expect(try values("*/25 * * * *", 0) == [0, 25, 50])
        #expect(try values("10-20/5,59,007 * * * *", 0) == [7, 10, 15, 20, 59])
        #expect(try values("0 20/2 * * *", 1) == [20, 22])
        #expect(try values("0 0 */10 * *", 2) == [1, 11, 21, 31])
        #expect(try values("0 0 * jan,MAR-may,Dec *", 3) == [1, 3, 4, 5, 12])
        #expect(try values("0 0 * OCT/1 *", 3) == [10, 11, 12])
        #expect(try values("0 0 * * FRI-SUN", 4) == [0, 5, 6])
        #expect(try values("0 0 * * 5-7", 4) == [0, 5, 6])
        #expect(try values("0 0 * * 0-7", 4) == [0, 1, 2, 3, 4, 5, 6])
        #expect(try values("0 0 * * sun-tue", 4) == [0, 1, 2])
        #expect(try values("0 0 * * 7", 4) == [0])
        #expect(try values("0 0 * * 1/2", 4) == [0, 1, 3, 5])
        #expect(try values("0 0 * * */7", 4) == [0])
        #expect(try values("0 0 * * FRI-SUN/2", 4) == [0, 5])
        #expect(try values("*/15 0 0 * * ?", 0) == [0, 15, 30, 45])
        #expect(try values("\t*/60   */24\t*/31 */12 */7 ", 0) == [0])
    }

    @Test("macros are the expressions they stand for, in any case")
    func macros() throws {
        let meanings = [
            "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
            "@daily": "0 0 * * *", " @Midnight ": "0 0 * * *", "@hourly": "0 * * * *",
        ]
        for (macro, fields) in meanings {
            let short = try cron(macro)
            let long = try cron(fields)
            #expect(short.times == long.times && short.days == long.days && short.isFixed == long.isFixed, "\(macro)")
            #expect(short.source == macro)
        }
    }

    @Test("an expression is fixed when neither its minute nor its hour starts with a star")
    func fixed() throws {
        for text in ["30 2 * * *", "0-59 2 * * *", "* 30 2 * * *", "1,*/5 2 * * *", "0/10 0/2 * * *", "@daily"] {
            #expect(try cron(text).isFixed, "\(text)")
        }
        for text in ["*/30 2 * * *", "30 * * * *", "30 */2 * * *", "*,5 2 * * *", "0 * 2 * * *", "@hourly"] {
            #expect(try !cron(text).isFixed, "\(text)")
        }
    }

    @Test("dates that come, however seldom, are read")
    func rareDates() throws {
        for text in [
            "0 0 29 2 *", "0 0 29 2 ?", "0 0 */2 2 MON#5", "0 0 ? 2 MON#5", "0 0 30 2 MON", "0 0 30,1 2 *", "0 0 L-28 2 *",
            "0 0 31 * *", "0 0 29W 2 *", "0 0 L-30 * *", "0 0 */7 * SUN#5",
        ] {
            #expect(try cron(text).days.hasAnyDate, "\(text)")
        }
    }

    @Test("any text at all is read or refused with a place inside it")
    func anyText() {
        var numbers = SplitMix64(seed: 7)
        let pieces = [
            "*", "/", "-", ",", "?", "#", "L", "W", "0", "1", "5", "31", "60", "MON", "jan", " ", " ", "\t", "@", "=", "TZ", "é",
            "~",
        ]
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...18, using: &numbers)).map { _ in pieces.randomElement(using: &numbers) ?? "" }
                .joined()
            switch CronExpression.parse(text) {
            case .success(let expression): #expect(expression.source == text)
            case .failure(let error):
                #expect(error.range.upperBound <= text.unicodeScalars.count, "`\(text)`: \(error)")
                #expect(!error.message.isEmpty)
            }
        }
    }
}
