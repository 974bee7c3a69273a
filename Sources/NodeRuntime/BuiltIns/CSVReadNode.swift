import NodeCatalog
import RunEngine
import Values
import WorkflowModel

/// `csv.read`: the rows of a table. The file is read in pieces; only the rows are held.
struct CSVReadNode: NativeNode {
    let access: LocalAccess

    /// Of all texts together; the rows go into the run's journal.
    private static let largestOutput = 32 << 20

    func run(_ parameters: ValueObject, _ invocation: NodeInvocation, credential: Credential?) async -> NodeOutcome {
        await BlockingWork.run { cancellation in
            do throws(NodeFailure) {
                return .succeeded(try read(parameters, cancellation))
            } catch {
                return .failed(error)
            }
        }
    }

    private func read(_ parameters: ValueObject, _ cancellation: BlockingWork.Cancellation) throws(NodeFailure) -> Value {
        let file = try OpenFile(reading: access.path(parameters))
        var source = try CSVSource(file, encoding: parameters["encoding"]?.stringValue.flatMap { TextEncoding(rawValue: $0) })
        let separator =
            Self.separator(parameters["separator"]?.stringValue) ?? source.announcedSeparator ?? source.likelySeparator
        var table = Table(
            encoding: source.encoding, hasHeader: parameters["header"]?.boolValue ?? true,
            wanted: parameters["columns"]?.objectValue, limit: Int(parameters["limit"]?.intValue ?? 0),
            trims: parameters["trim"]?.boolValue ?? true)
        var parser = CSVParser(separator: separator, line: source.announcedSeparator == nil ? 1 : 2)
        while true {
            if cancellation.isCancelled {
                throw NodeFailure(code: "cancelled", class: .unavailable, message: "the step was cancelled while it read")
            }
            let piece = try source.next()
            if piece.isEmpty { break }
            _ = try parser.feed(piece) { row throws(NodeFailure) in
                try table.add(row)
                return true
            }
        }
        try parser.finish { row throws(NodeFailure) in
            try table.add(row)
            return true
        }
        return [
            "rows": .list(table.rows), "count": .int(Int64(table.rows.count)),
            "columns": .list((table.columns?.members ?? []).map { .string($0.name) }),
            "encoding": .string(source.encoding.rawValue),
            "separator": .string(String(Unicode.Scalar(separator))),
        ]
    }

    private static func separator(_ name: String?) -> UInt8? {
        switch name {
        case "comma": 0x2C
        case "semicolon": 0x3B
        case "tab": 0x09
        default: nil
        }
    }

    /// The rows so far.
    private struct Table {
        let encoding: TextEncoding
        let hasHeader: Bool
        let wanted: ValueObject?
        let limit: Int
        let trims: Bool
        var columns: CSVColumns?
        var rows: [Value] = []
        private var size = 0

        init(encoding: TextEncoding, hasHeader: Bool, wanted: ValueObject?, limit: Int, trims: Bool) {
            self.encoding = encoding
            self.hasHeader = hasHeader
            self.wanted = wanted
            self.limit = limit
            self.trims = trims
        }

        mutating func add(_ row: CSVParser.Row) throws(NodeFailure) {
            guard let columns else {
                let titles = hasHeader ? try row.fields.map { field throws(NodeFailure) in try text(field, row.line) } : nil
                columns = try CSVColumns(titles: titles, width: row.fields.count, wanted: wanted)
                if !hasHeader { try add(row) }
                return
            }
            guard rows.count < limit else {
                throw NodeFailure(
                    code: "too_many_rows", class: .input,
                    message: "the file has more than \(limit) rows, the `limit` of this step; raise it, or split the file")
            }
            if let extra = row.fields.dropFirst(columns.width).first(where: { !$0.bytes.isEmpty }) {
                throw CSVParser.failure(
                    "line \(row.line) has \(row.fields.count) fields, expected \(columns.width); the first one too many is "
                        + "`\(try text(extra, row.line).prefix(20))`")
            }
            var members = ValueObject()
            for (name, place) in columns.members {
                // A row that ends early has nothing in the rest.
                let value = row.fields.indices.contains(place) ? try text(row.fields[place], row.line) : ""
                size += value.utf8.count
                members[name] = .string(value)
            }
            guard size <= CSVReadNode.largestOutput else {
                throw NodeFailure(
                    code: "too_large", class: .input,
                    message:
                        "the rows hold more than \(CSVReadNode.largestOutput >> 20) MiB of text; name the `columns` you need, or split the file"
                )
            }
            rows.append(.object(members))
        }

        private func text(_ field: CSVParser.Field, _ line: Int) throws(NodeFailure) -> String {
            var bytes = field.bytes[...]
            if trims, !field.isQuoted {
                bytes = bytes.drop { $0 == 0x20 || $0 == 0x09 }
                while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
            }
            // UTF-16 has become UTF-8 on the way.
            let decoded = encoding == .utf16 ? String(validating: bytes, as: UTF8.self) : encoding.decode(bytes)
            guard let decoded else {
                throw CSVSource.failure(
                    "line \(line) is no \(encoding.rawValue) text; say in `encoding` what it is, such as windows-1254")
            }
            return decoded
        }
    }
}
