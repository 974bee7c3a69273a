import Foundation
import Testing

@testable import Expressions

@Suite("Error pages")
struct ErrorPageTests {
    @Test("every code has a page that begins with it", arguments: ExpressionCode.allCases)
    func page(code: ExpressionCode) throws {
        let text = try String(contentsOfFile: Repository.root + "/docs/errors/\(code.rawValue).md", encoding: .utf8)
        #expect(text.hasPrefix("# \(code.rawValue): "))
    }

    @Test("there is no page without a code")
    func pages() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.root + "/docs/errors")
        let known = Set(ExpressionCode.allCases.map { "\($0.rawValue).md" })
        #expect(Set(names.filter { $0.hasPrefix("EXPR") }) == known)
    }
}
