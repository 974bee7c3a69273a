import RunEngine
import Values
import WorkflowModel

/// Which columns of a CSV file become which members of a row.
struct CSVColumns {
    /// Names in the output, and places in the file.
    let members: [(name: String, place: Int)]
    /// How many columns the file has.
    let width: Int

    /// - Parameters:
    ///   - titles: of the first line; nil where there is none.
    ///   - width: how many fields the first line has.
    ///   - wanted: names in the output with titles or numbers of columns, from 1; nil: all columns under their titles.
    init(titles: [String]?, width: Int, wanted: ValueObject?) throws(NodeFailure) {
        self.width = width
        guard let wanted else {
            guard let titles else {
                members = (0..<width).map { ("column\($0 + 1)", $0) }
                return
            }
            var seen: Set<String> = []
            var members: [(String, Int)] = []
            for (place, title) in titles.enumerated() {
                // An end of line with a separator makes a column without a title and without content.
                if title.isEmpty { continue }
                guard seen.insert(title).inserted else {
                    throw Self.failure("two columns are called `\(title)`; name them by number in `columns`")
                }
                members.append((title, place))
            }
            self.members = members
            return
        }
        var members: [(String, Int)] = []
        for (name, column) in wanted { members.append((name, try Self.place(of: column, titles, width))) }
        self.members = members
    }

    private static func place(of column: Value, _ titles: [String]?, _ width: Int) throws(NodeFailure) -> Int {
        if let number = column.intValue {
            guard (1...Int64(max(width, 1))).contains(number), width > 0 else {
                throw failure("`columns` asks for column \(number), but there are \(width)")
            }
            return Int(number) - 1
        }
        guard let titles, let title = column.stringValue else {
            throw failure(
                titles == nil ? "without a header `columns` takes numbers, from 1" : "`columns` takes titles or numbers")
        }
        let places = titles.indices.filter { titles[$0] == title }
        guard let place = places.first else {
            throw failure(
                "there is no column `\(title)`; there are \(titles.filter { !$0.isEmpty }.map { "`\($0)`" }.joined(separator: ", "))"
            )
        }
        guard places.count == 1 else { throw failure("two columns are called `\(title)`; name it by number") }
        return place
    }

    static func failure(_ message: String) -> NodeFailure { NodeFailure(code: "columns", class: .input, message: message) }
}
