/// A parsed cron expression: five fields, or six with seconds first.
///
/// The dialect, and the rules for changes of the clock, stand in `docs/cron.md`.
public struct CronExpression: Sendable, Hashable {
    /// The text as the author wrote it.
    public let source: String

    /// Whether neither the minute nor the hour starts with `*`.
    ///
    /// A fixed expression means times of the day: each happens once on every matching day, also where the clock is changed.
    /// Any other one means a rhythm and follows the clock.
    public let isFixed: Bool

    let times: TimeOfDayRule
    let days: DayRule
    let fields: [ParsedCronField]

    public static func == (left: CronExpression, right: CronExpression) -> Bool { left.source == right.source }
    public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

extension CronExpression: CustomStringConvertible {
    public var description: String { source }
}
