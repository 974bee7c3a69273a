/// Rows in columns that line up, two spaces apart. The last column is as long as it likes.
struct TextTable {
    let header: [String]
    var rows: [[String]] = []

    func render(_ palette: Palette) -> String {
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            var line = ""
            for (index, cell) in cells.enumerated() {
                line += index == cells.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count + 2)
            }
            return line
        }
        return ([palette.strong(line(header))] + rows.map(line)).joined(separator: "\n") + "\n"
    }
}
