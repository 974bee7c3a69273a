import Foundation
import Values

/// `make bench`: measures what the documents promise, in release. Prints a table; `--json FILE` keeps the figures beside it, and
/// `--only GROUP` measures one group.
@main
struct Benchmarks {
    /// The groups by name.
    private static let groups: [(name: String, figures: @Sendable () async throws -> [Figure])] = [
        ("expressions", { try ExpressionBenchmarks.run().map(\.figure) }),
        ("appends", AppendBenchmarks.run),
        ("runs", RunBenchmarks.run),
        ("waiting", WaitingBenchmarks.run),
        ("finished", FinishedBenchmarks.run),
        ("daemon", DaemonBenchmarks.run),
    ]

    static func main() async throws {
        let arguments = CommandLine.arguments
        if let kind = value(of: "--bare", in: arguments).flatMap(BareServer.Kind.init) { return try await BareServer.run(kind) }
        #if DEBUG
        FileHandle.standardError.write(Data("these are figures of a debug build; use `make bench`\n".utf8))
        #endif
        let only = value(of: "--only", in: arguments)
        guard only == nil || groups.contains(where: { $0.name == only }) else {
            let names = groups.map(\.name).joined(separator: ", ")
            FileHandle.standardError.write(Data("there is no group `\(only ?? "")`, expected one of \(names)\n".utf8))
            exit(2)
        }
        var all: [Value] = []
        for (group, measure) in groups where only == nil || only == group {
            print("\(group)")
            let figures = try await measure()
            let width = figures.map(\.name.count).max() ?? 0
            for figure in figures {
                print("  \(figure.name)\(String(repeating: " ", count: width - figure.name.count))  \(figure.text)")
                if case .object(var object) = figure.json {
                    object.set("group", to: .string(group))
                    all.append(.object(object))
                }
            }
        }
        if let file = value(of: "--json", in: arguments) {
            try Data((Value.list(all).jsonText(.indented) + "\n").utf8).write(to: URL(fileURLWithPath: file))
        }
    }

    private static func value(of option: String, in arguments: [String]) -> String? {
        guard let index = arguments.firstIndex(of: option), index + 1 < arguments.count else { return nil }
        return arguments[index + 1]
    }
}
