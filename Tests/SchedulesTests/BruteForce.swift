import Foundation
import Randomness

@testable import Schedules

/// An expression put together from values, so that the oracle never has to read a text.
struct DrawnExpression {
    var text = ""
    var seconds: Set<Int> = [0]
    var minutes: Set<Int> = []
    var hours: Set<Int> = []
    var daysOfMonth: Set<Int> = []
    var daysOfWeek: Set<Int> = []
    var isFixed = true
    var needsBoth = true

    /// Draws one whose hours are likely near the given ones, because that is where the clock is changed.
    init(hours likelyHours: [Int], days likelyDays: [Int], withSeconds: Bool, using numbers: inout SplitMix64) {
        var fields: [String] = []
        if withSeconds {
            let part = Self.draw(0...59, near: [0, 30], using: &numbers)
            seconds = part.values
            fields.append(part.text)
        }
        let minute = Self.draw(0...59, near: [0, 15, 30, 59], using: &numbers)
        let hour = Self.draw(0...23, near: likelyHours, using: &numbers)
        var dayOfMonth = (text: "*", values: Set(1...31))
        var dayOfWeek = (text: "*", values: Set(0...7))
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0: dayOfMonth = Self.draw(1...31, near: likelyDays, using: &numbers)
        case 1: dayOfWeek = Self.draw(0...7, near: [0, 1, 6], using: &numbers)
        case 2:
            dayOfMonth = Self.draw(1...31, near: likelyDays, using: &numbers)
            dayOfWeek = Self.draw(0...7, near: [0, 1, 6], using: &numbers)
        default: break
        }
        minutes = minute.values
        hours = hour.values
        daysOfMonth = dayOfMonth.values
        daysOfWeek = Set(dayOfWeek.values.map { $0 % 7 })
        isFixed = !minute.text.hasPrefix("*") && !hour.text.hasPrefix("*")
        needsBoth = dayOfMonth.text.hasPrefix("*") || dayOfWeek.text.hasPrefix("*")
        text = (fields + [minute.text, hour.text, dayOfMonth.text, "*", dayOfWeek.text]).joined(separator: " ")
    }

    private static func draw(
        _ range: ClosedRange<Int>, near likely: [Int], using numbers: inout SplitMix64
    ) -> (text: String, values: Set<Int>) {
        func value() -> Int {
            let near = likely.randomElement(using: &numbers) ?? range.lowerBound
            return Bool.random(using: &numbers) ? near : Int.random(in: range, using: &numbers)
        }
        switch Int.random(in: 0..<8, using: &numbers) {
        case 0: return ("*", Set(range))
        case 1:
            let step = Int.random(in: 2...min(range.count / 2, 20), using: &numbers)
            return ("*/\(step)", Set(stride(from: range.lowerBound, through: range.upperBound, by: step)))
        case 2:
            let start = value()
            let step = Int.random(in: 1...3, using: &numbers)
            return ("\(start)/\(step)", Set(stride(from: start, through: range.upperBound, by: step)))
        case 3:
            let (first, second) = (value(), value())
            return ("\(min(first, second))-\(max(first, second))", Set(min(first, second)...max(first, second)))
        case 4, 5:
            let (first, second) = (value(), value())
            return ("\(first),\(second)", [first, second])
        default:
            let only = value()
            return ("\(only)", [only])
        }
    }

    func matches(_ day: WalkedDay) -> Bool {
        let byDate = daysOfMonth.contains(day.day)
        let byWeekday = daysOfWeek.contains(day.weekday)
        return needsBoth ? byDate && byWeekday : byDate || byWeekday
    }
}

/// A day of the month and of the week (0 for Sunday) as Foundation's calendar has them.
struct WalkedDay {
    let day: Int
    let weekday: Int
}

/// Walks every tick of a window and applies the rules as they are written down, without looking for anything.
struct BruteForce {
    let start: Int
    /// 60 for expressions without seconds, otherwise 1.
    let tick: Int
    /// What the wall clock shows at each tick.
    private let walls: [Int]
    private let firstDay: Int
    private let days: [WalkedDay]

    init(zone: TimeZone, start: Int, end: Int, tick: Int) {
        self.start = start
        self.tick = tick
        walls = stride(from: start, through: end, by: tick).map {
            $0 + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double($0)))
        }
        let firstDay = (walls.min() ?? 0) / 86_400
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        self.firstDay = firstDay
        days = (firstDay...(walls.max() ?? 0) / 86_400).map {
            let date = Date(timeIntervalSince1970: Double($0) * 86_400)
            return WalkedDay(day: calendar.component(.day, from: date), weekday: calendar.component(.weekday, from: date) - 1)
        }
    }

    /// All runs of the window that come after its first tick.
    func runs(of expression: DrawnExpression) -> [Int64] {
        let firstDay = firstDay
        let matchingDays = days.map(expression.matches)
        let minutes = (0..<60).map(expression.minutes.contains)
        let hours = (0..<24).map(expression.hours.contains)
        let seconds = (0..<60).map(expression.seconds.contains)

        func matches(_ wall: Int) -> Bool {
            hours[wall / 3_600 % 24] && minutes[wall / 60 % 60] && seconds[wall % 60] && matchingDays[wall / 86_400 - firstDay]
        }

        var found: [Int64] = []
        var previous = walls[0]
        var latestShown = previous
        for index in 1..<walls.count {
            let wall = walls[index]
            let jump = wall - previous - tick
            var runs = matches(wall)
            if expression.isFixed {
                if wall <= latestShown { runs = false }
                if jump > 0, jump <= 3 * 3_600 {
                    runs = runs || stride(from: previous + tick, to: wall, by: tick).contains(where: matches)
                }
            }
            latestShown = max(latestShown, wall)
            previous = wall
            if runs { found.append(Int64(start + index * tick)) }
        }
        return found
    }
}
