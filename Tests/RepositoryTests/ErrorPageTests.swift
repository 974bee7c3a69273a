import Daemon
import Diagnostics
import Expressions
import Foundation
import NodeCatalog
import Server
import Testing
import Vault
import WorkflowLanguage
import YAMLSyntax

@Suite("The pages of error codes")
struct ErrorPageTests {
    static let codes: [String] =
        YAMLCode.allCases.map(\.rawValue) + StructureCode.allCases.map(\.rawValue) + ExpressionCode.allCases.map(\.rawValue)
        + NodeCode.allCases.map(\.rawValue) + WorkflowCode.allCases.map(\.rawValue)
        + VaultCode.allCases.map(\.rawValue)
        + RouteCode.allCases.map(\.rawValue) + DaemonCode.allCases.map(\.rawValue)

    static let pages: [String] = Repository.files(below: "docs/errors", suffix: ".md")
        .map { String($0.dropFirst("docs/errors/".count).dropLast(3)) }.filter { $0 != "README" }

    @Test("no two mistakes share a code")
    func unique() {
        #expect(Set(Self.codes).count == Self.codes.count)
    }

    @Test("each code has a page, and each page a code")
    func pagesAndCodes() {
        #expect(Set(Self.codes).subtracting(Self.pages).sorted() == [])
        #expect(Set(Self.pages).subtracting(Self.codes).sorted() == [])
    }

    @Test("each page names its code and says more than its title")
    func pageHasContent() throws {
        for page in Self.pages {
            let text = try Repository.text("docs/errors/\(page).md")
            #expect(text.contains(page), "docs/errors/\(page).md")
            #expect(text.count > 100, "docs/errors/\(page).md")
        }
    }
}
