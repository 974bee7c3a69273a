import ArgumentParser
import Diagnostics
import Foundation

/// `ulak explain`: the page of a code.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Explain the code of an error or a warning, such as WF012.",
        discussion: "Without a code, all of them are listed.")

    @Argument(help: "The code, as it stands in the brackets of the message.")
    var code: String?

    func run() async throws {
        guard let code else { return Terminal.output.write(list) }
        let wanted = code.uppercased().trimmingPrefix("ERROR[").trimmingPrefix("WARNING[").trimmingPrefix("[").prefix {
            $0 != "]"
        }
        guard let page = ErrorPages.page(String(wanted)) else {
            let near = closestMatch(to: String(wanted), in: ErrorPages.all.map(\.code))
            throw CommandFailure(
                message: "there is no code `\(code)`",
                help: [near.map { "did you mean `\($0)`?" }, "ulak explain lists all of them"].compactMap(\.self)
            ).report()
        }
        Terminal.output.write(page)
    }

    private var list: String {
        let width = ErrorPages.all.map(\.code.count).max() ?? 0
        return ErrorPages.all.map { page in
            page.code.padding(toLength: width + 2, withPad: " ", startingAt: 0) + page.title + "\n"
        }.joined()
    }
}

/// The pages of `docs/errors/`, which are in the binary.
enum ErrorPages {
    static let all: [(code: String, title: String)] = embeddedErrorPages.compactMap { page in
        guard page.path.hasSuffix(".md"), page.path != "README.md" else { return nil }
        let code = String(page.path.dropLast(3))
        let heading = page.text.prefix { $0 != "\n" }.drop { $0 == "#" || $0 == " " }
        let title = heading.hasPrefix(code) ? heading.dropFirst(code.count).drop { ": ".contains($0) } : heading
        return (code, String(title))
    }

    static func page(_ code: String) -> String? {
        embeddedErrorPages.first { $0.path == "\(code).md" }.map { $0.text.hasSuffix("\n") ? $0.text : $0.text + "\n" }
    }
}
