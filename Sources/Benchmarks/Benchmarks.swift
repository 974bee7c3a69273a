import Foundation
import Values

/// `make bench`: measures what the documents promise, in release. Prints a table; `--json FILE` keeps the figures beside it.
@main
struct Benchmarks {
    static func main() throws {
        let arguments = CommandLine.arguments
        #if DEBUG
        FileHandle.standardError.write(Data("these are figures of a debug build; use `make bench`\n".utf8))
        #endif
        let measurements = try ExpressionBenchmarks.run()
        let width = measurements.map(\.name.count).max() ?? 0
        for measurement in measurements {
            let name = measurement.name + String(repeating: " ", count: width - measurement.name.count)
            print(
                "\(name)  \(short(measurement.median)) per \(measurement.unit)  (\(short(measurement.minimum)) to \(short(measurement.maximum)))"
            )
        }
        if let index = arguments.firstIndex(of: "--json"), index + 1 < arguments.count {
            let text = Value.list(measurements.map(\.json)).jsonText(.indented) + "\n"
            try Data(text.utf8).write(to: URL(fileURLWithPath: arguments[index + 1]))
        }
    }

    private static func short(_ nanoseconds: Double) -> String {
        nanoseconds < 10_000 ? "\(Int(nanoseconds)) ns" : "\(Int(nanoseconds / 1000)) µs"
    }
}
