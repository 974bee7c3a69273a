import Foundation
import Testing
import Values

@testable import Expressions

@Suite("Conformance")
struct ConformanceTests {
    @Test("every case of the public CEL suite passes, but for IP addresses and optimiser blocks")
    func publicSuite() async throws {
        let path = Repository.conformanceFolder + "/cel.jsonl"
        guard let data = FileManager.default.contents(atPath: path) else {
            print("CEL conformance: SKIPPED, there is no cel.jsonl in the conformance folder (set ULAK_CONFORMANCE_DIR)")
            return
        }
        var passed: [String: Int] = [:]
        var total: [String: Int] = [:]
        for line in data.split(separator: 0x0A) {
            // Others live on the same threads.
            await Task.yield()
            let testCase = try ConformanceCase(JSONReader().read(Array(line)))
            if testCase.isOutOfScope { continue }
            total[testCase.file, default: 0] += 1
            if let failure = testCase.failure() {
                Issue.record("\(testCase.file)/\(testCase.section)/\(testCase.name): \(testCase.expression) \(failure)")
            } else {
                passed[testCase.file, default: 0] += 1
            }
        }
        for (file, count) in total.sorted(by: { $0.key < $1.key }) {
            print("CEL conformance: \(file): \(passed[file] ?? 0) of \(count)")
        }
        let all = total.values.reduce(0, +)
        print("CEL conformance: \(passed.values.reduce(0, +)) of \(all)")
        #expect(all > 0)
    }
}

/// Where things are, found from this file.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static var conformanceFolder: String {
        ProcessInfo.processInfo.environment["ULAK_CONFORMANCE_DIR"] ?? root + "/../shared/conformance"
    }
}
