import Foundation
import NodeCatalog
import Testing

/// Promises that hold for the whole code, rather than matters of taste.
@Suite("Promises of the code")
struct PromiseTests {
    static let pureTargets = [
        "CivilDates", "Randomness", "Waiting", "Values", "Diagnostics", "YAMLSyntax", "RegularExpressions", "Expressions",
        "SMSText", "Schedules", "WorkflowModel",
        "NodeCatalog", "WorkflowLanguage", "RunEngine",
    ]

    /// Where the code of the files, without its comments, matches.
    static func occurrences(of pattern: Regex<AnyRegexOutput>, in files: [String]) async throws -> [String] {
        var found: [String] = []
        for file in files {
            // Others live on the same threads.
            await Task.yield()
            for (index, line) in try Repository.text(file).components(separatedBy: "\n").enumerated() {
                let code = line.components(separatedBy: "//").first ?? line
                if code.contains(pattern) { found.append("\(file):\(index + 1): \(line.trimmingCharacters(in: .whitespaces))") }
            }
        }
        return found
    }

    @Test("pure targets read no clock, print nothing and draw no random numbers")
    func pure() async throws {
        let files = Self.pureTargets.flatMap { Repository.files(below: "Sources/\($0)", suffix: ".swift") }
        #expect(files.count > 100)
        let pattern = try Regex(
            #"\bDate\(\)|\bDate\.now|clock_gettime|\bprint\(|\bdebugPrint\(|\.random\(|SystemRandomNumberGenerator"#)
        #expect(try await Self.occurrences(of: pattern, in: files) == [])
    }

    @Test("nothing was left for later, and nothing is forced")
    func markers() async throws {
        let files = Repository.files(below: "Sources", suffix: ".swift")
        let marker = try Regex(#"\b(TODO|FIXME|HACK)\b"#)
        for file in files {
            await Task.yield()
            let text = try Repository.text(file)
            #expect(!text.contains(marker), "\(file)")
        }
        #expect(try await Self.occurrences(of: Regex(#"\btry!|\bas!"#), in: files) == [])
    }

    @Test("tests wait for events, not for time")
    func noFixedWaits() async throws {
        let files = Repository.files(below: "Tests", suffix: ".swift").filter { !$0.hasPrefix("Tests/RepositoryTests/") }
        #expect(try await Self.occurrences(of: Regex(#"Task\.sleep|Thread\.sleep|\busleep\("#), in: files) == [])
    }

    @Test("only the targets that own a library use it")
    func owners() throws {
        // The sandbox plays the providers' side of delivery reports, so it posts over HTTP as NodeRuntime does, and siblings do
        // not import each other.
        let owners: [String: Set<String>] = [
            "CLibYAML": ["YAMLSyntax"], "GRDB": ["JournalSQLite"], "GRDBSQLite": ["JournalSQLite", "Benchmarks"],
            "AsyncHTTPClient": ["NodeRuntime", "Sandbox"],
            "Hummingbird": ["Benchmarks", "Sandbox", "Server"],
        ]
        for file in Repository.files(below: "Sources", suffix: ".swift") {
            let target = String(file.split(separator: "/")[1])
            for line in try Repository.text(file).components(separatedBy: "\n") where line.hasPrefix("import ") {
                let module = String(line.dropFirst("import ".count))
                if let allowed = owners[module] { #expect(allowed.contains(target), "\(file) imports \(module)") }
            }
        }
    }
}
