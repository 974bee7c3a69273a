import Foundation
import Testing

@testable import Schedules

/// Reads an expression that the test takes to be good.
func cron(_ text: String) throws -> CronExpression {
    try CronExpression.parse(text).get()
}

func zone(_ identifier: String) throws -> TimeZone {
    try #require(TimeZone(identifier: identifier))
}

/// Seconds since 1970 of an RFC 3339 text.
func instant(_ text: String) throws -> Int64 {
    Int64(try #require(ISO8601DateFormatter().date(from: text)).timeIntervalSince1970)
}

/// The first runs after an instant, in RFC 3339.
func runs(_ text: String, in identifier: String = "UTC", after start: String, count: Int) throws -> [String] {
    let zone = try zone(identifier)
    return try Array(cron(text).instants(after: instant(start), in: zone).prefix(count)).map(\.description)
}
