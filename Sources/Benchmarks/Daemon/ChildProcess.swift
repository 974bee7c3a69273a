import Foundation

/// A process that a benchmark starts and ends.
final class ChildProcess {
    private let process = Process()
    private let output = Pipe()

    /// - Parameter errors: where its standard error goes; nil: nowhere.
    init(_ executable: String, _ arguments: [String], folder: URL? = nil, environment: [String: String]? = nil) throws {
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = folder }
        if let environment { process.environment = environment }
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    var id: Int32 { process.processIdentifier }

    /// What it has printed by its end.
    func text() -> String {
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// The first line that it prints.
    func firstLine() -> String {
        var line = Data()
        while let byte = try? output.fileHandleForReading.read(upToCount: 1), byte.first != 0x0A, !byte.isEmpty { line += byte }
        return String(decoding: line, as: UTF8.self)
    }

    func end() {
        process.terminate()
        process.waitUntilExit()
    }

    /// A number out of /proc/PID/status, such as `VmRSS` in kB.
    func status(_ name: String) -> Double? {
        guard let text = try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        return line?.split(whereSeparator: { $0 == "\t" || $0 == " " }).dropFirst().first.flatMap { Double($0) }
    }

    /// How often each of its threads has given up the processor of its own accord.
    var voluntarySwitches: [String: Double] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task")) ?? []
        return tasks.reduce(into: [:]) { switches, task in
            let text = (try? String(contentsOfFile: "/proc/\(id)/task/\(task)/status", encoding: .utf8)) ?? ""
            let line = text.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches:") }
            switches[task] = line?.split(separator: "\t").last.flatMap { Double($0.trimmingCharacters(in: .whitespaces)) }
        }
    }
}
