import CivilDates

/// Parts of timestamps and durations.
enum TimeLibrary {
    static let functions: [FunctionDeclaration] =
        [
            part("getFullYear") { time, _ in time.year },
            part("getMonth") { time, _ in time.month - 1 },
            part("getDayOfYear") { time, _ in time.dayOfYear },
            part("getDayOfMonth") { time, _ in time.day - 1 },
            part("getDate") { time, _ in time.day },
            part("getDayOfWeek") { time, _ in time.dayOfWeek },
            part("getHours", duration: { $0.seconds / 3_600 }) { time, _ in time.hour },
            part("getMinutes", duration: { $0.seconds / 60 }) { time, _ in time.minute },
            part("getSeconds", duration: { $0.seconds }) { time, _ in time.second },
            part("getMilliseconds", duration: { Int64($0.nanoseconds / 1_000_000) }) { _, nanoseconds in
                Int(nanoseconds / 1_000_000)
            },
        ]

    private static func part(
        _ name: String, duration: (@Sendable (DurationValue) -> Int64)? = nil,
        _ body: @escaping @Sendable (CivilTime, Int32) -> Int
    ) -> FunctionDeclaration {
        let ofTimestamp = FunctionOverload([.timestamp], .int, isMember: true) { (values, _) throws(EvaluationError) in
            let time = values[0].timestampArgument
            return .int(Int64(body(CivilTime(seconds: time.seconds), time.nanoseconds)))
        }
        let inZone = FunctionOverload(
            [.timestamp, .string], .int, isMember: true,
            specialize: { (constants) throws(EvaluationError) in
                guard case .string(let name)? = constants[1] else { return nil }
                let zone = try ZoneOffsets.named(name)
                return { (values, _) throws(EvaluationError) in
                    let time = values[0].timestampArgument
                    return .int(Int64(body(zone.civilTime(time), time.nanoseconds)))
                }
            }
        ) { (values, context) throws(EvaluationError) in
            try context.charge(10)
            let time = values[0].timestampArgument
            let zone = try ZoneOffsets.named(values[1].stringArgument)
            return .int(Int64(body(zone.civilTime(time), time.nanoseconds)))
        }
        var overloads = [ofTimestamp, inZone]
        if let duration {
            overloads.append(
                FunctionOverload([.duration], .int, isMember: true) { (values, _) throws(EvaluationError) in
                    .int(duration(values[0].durationArgument))
                })
        }
        return FunctionDeclaration(name, overloads)
    }
}
