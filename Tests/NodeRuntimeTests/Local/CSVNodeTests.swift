import Foundation
import RunEngine
import Testing
import Values
import WorkflowModel

@testable import NodeRuntime

struct CSVNodeTests {
    private func read(_ text: String, _ parameters: ValueObject = [:]) async throws -> Value {
        try await read(Array(text.utf8), parameters)
    }

    private func read(_ bytes: [UInt8], _ parameters: ValueObject = [:]) async throws -> Value {
        let bench = try LocalBench()
        try bench.write("t.csv", bytes)
        var parameters = parameters
        parameters["path"] = "t.csv"
        return try await bench.output("csv.read", parameters)
    }

    private func failure(_ text: String, _ parameters: ValueObject = [:]) async throws -> NodeFailure {
        let bench = try LocalBench()
        try bench.write("t.csv", text)
        var parameters = parameters
        parameters["path"] = "t.csv"
        return try await bench.failure("csv.read", parameters)
    }

    @Test(arguments: [(",", "comma"), (";", "semicolon"), ("\t", "tab")])
    func `the separator is found, or said`(_ separator: String, _ name: String) async throws {
        let text = "ad|tel\nAyşe|905550000001\nAli|\"90,555;000\t0002\"\n".replacing("|", with: separator)
        for parameters in [[:], ["separator": .string(name)]] as [ValueObject] {
            let found = try await read(text, parameters)
            #expect(found["rows"] == [["ad": "Ayşe", "tel": "905550000001"], ["ad": "Ali", "tel": "90,555;000\t0002"]])
            #expect(found["count"] == 2)
            #expect(found["columns"] == ["ad", "tel"])
            #expect(found["separator"] == .string(separator))
        }
    }

    @Test func `quoted fields hold line ends, separators and quotes`() async throws {
        let found = try await read("a,b\r\n\"one\r\ntwo\",\"say \"\"hi\"\"\"\r\n\" kept \", trimmed \r\n\"\",last")
        #expect(
            found["rows"] == [
                ["a": "one\r\ntwo", "b": "say \"hi\""], ["a": " kept ", "b": "trimmed"], ["a": "", "b": "last"],
            ])
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `every kind of line end counts, blank lines do not, and the last may be missing`(_ end: String) async throws {
        let found = try await read(["a;b", "1;2", "", "3;4"].joined(separator: end))
        #expect(found["rows"] == [["a": "1", "b": "2"], ["a": "3", "b": "4"]])
    }

    @Test func `the encodings of Turkish exports are found`() async throws {
        let text = "şehir;ilçe\nİstanbul;Kadıköy\n"
        let expected: Value = [["şehir": "İstanbul", "ilçe": "Kadıköy"]]
        let windows = try TextEncoding.windows1254.encode(text).get()
        let wide = try TextEncoding.utf16.encode(text).get()
        let bigEndian = stride(from: 0, to: wide.count, by: 2).flatMap { [wide[$0 + 1], wide[$0]] }
        for (bytes, name) in [
            (Array(text.utf8), "utf-8"), (TextEncoding.utf8Mark + Array(text.utf8), "utf-8"), (windows, "windows-1254"),
            (wide, "utf-16"), (bigEndian, "utf-16"),
        ] {
            let found = try await read(bytes)
            #expect(found["rows"] == expected)
            #expect(found["encoding"] == .string(name))
        }
        #expect(try await read(windows, ["encoding": "iso-8859-9"])["rows"] == expected)
    }

    @Test func `a character across two pieces of a file stays whole`() async throws {
        // Pieces are 64 KiB; the rows before push the letters onto the border, byte by byte.
        for shift in 0..<10 {
            let filler = String(repeating: "x", count: 65_536 - 14 + shift)
            let text = "a;b\n\(filler);ş😀ğ\nson;İ\n"
            let found = try await read(text)
            #expect(found["encoding"] == "utf-8")
            #expect(found["rows"]?[0]?["b"] == "ş😀ğ")
            #expect(try await read(try TextEncoding.utf16.encode(text).get())["rows"] == found["rows"])
        }
    }

    @Test func `columns are chosen and named by title or number`() async throws {
        let text = "Müşteri Adı;Cep Telefonu;Not;Not\nAyşe;905550000001;x;y\n"
        let found = try await read(text, ["columns": ["phone": "Cep Telefonu", "name": 1, "note": 4]])
        #expect(found["rows"] == [["phone": "905550000001", "name": "Ayşe", "note": "y"]])
        #expect(try await failure(text).message.contains("two columns are called `Not`"))
        let missing = try await failure(text, ["columns": ["phone": "Telefon"]])
        #expect(missing.code == "columns")
        #expect(missing.message.contains("`Cep Telefonu`"))
        #expect(try await failure(text, ["columns": ["phone": 5]]).message == "`columns` asks for column 5, but there are 4")
    }

    @Test func `without a header columns have numbers`() async throws {
        let all = try await read("1;2\n3;4", ["header": false])
        #expect(all["rows"] == [["column1": "1", "column2": "2"], ["column1": "3", "column2": "4"]])
        #expect(try await read("1;2", ["header": false, "columns": ["b": 2]])["rows"] == [["b": "2"]])
    }

    @Test func `only the first line decides about the separator`() async throws {
        #expect(try await read("\nad\nAyşe; Ali\n", ["separator": "comma"])["rows"] == [["ad": "Ayşe; Ali"]])
        #expect(try await read("ad\nAyşe; Ali;\n")["rows"] == [["ad": "Ayşe; Ali;"]])
        #expect(try await read("\"a;b;c\",d\n1,2\n")["rows"] == [["a;b;c": "1", "d": "2"]])
    }

    @Test func `the line that Excel puts in front is understood`() async throws {
        let found = try await read("sep=,\r\na,b;c\r\n1,2")
        #expect(found["rows"] == [["a": "1", "b;c": "2"]])
        #expect(try await failure("sep=;\na;b\n1;2;3").message.hasPrefix("line 3 "))
    }

    @Test func `short rows are filled up, long ones are a mistake with its line`() async throws {
        let found = try await read("a,b,c\n1\n1,2,3,,\n")
        #expect(found["rows"] == [["a": "1", "b": "", "c": ""], ["a": "1", "b": "2", "c": "3"]])
        let long = try await failure("a,b\n\"x\ny\",2\n1,2,3\n")
        #expect(long.message == "line 4 has 3 fields, expected 2; the first one too many is `3`")
    }

    @Test func `broken quotes say where`() async throws {
        #expect(try await failure("a,b\n1,2\n\"3,4\n5,6\n").message == "a quote that begins on line 3 is never closed")
        #expect(try await failure("a,b\n\"1\"2,3\n").message.hasPrefix("line 2 has text behind a closing quote"))
        #expect(try await failure("a\n\"" + String(repeating: "x\n", count: 600_000)).message.contains("begins on line 2"))
    }

    @Test func `a row too many is a failure, not a cut`() async throws {
        #expect(try await read("a\n1\n2\n", ["limit": 2])["count"] == 2)
        let failure = try await failure("a\n1\n2\n3\n", ["limit": 2])
        #expect(failure.code == "too_many_rows")
        #expect(failure.message.contains("more than 2 rows"))
    }

    @Test func `an empty file and one of titles alone have no rows`() async throws {
        #expect(try await read("")["rows"] == [])
        #expect(try await read("a;b\n")["rows"] == [])
        #expect(try await read("a;b\n")["columns"] == ["a", "b"])
    }

    @Test func `bytes that are not what the author says are a mistake with its line`() async throws {
        let bench = try LocalBench()
        try bench.write("t.csv", Array("a\nok\n".utf8) + [0xFE, 0x0A])
        let failure = try await bench.failure("csv.read", ["path": "t.csv", "encoding": "utf-8"])
        #expect(failure.code == "encoding")
        #expect(failure.message.hasPrefix("line 3 "))
    }

    @Test func `pieces of any size give the same rows`() throws {
        let bytes = Array("a;\"b\r\n\"\"c\";d\r\n\r\n1;\"\";3\n\"x\";y;z\r\r".utf8)
        func rows(_ size: Int) throws -> [[String]] {
            var parser = CSVParser(separator: 0x3B), rows: [[String]] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                _ = try parser.feed(bytes[start..<min(start + size, bytes.count)]) { row throws(NodeFailure) in
                    rows.append(row.fields.map { String(decoding: $0.bytes, as: UTF8.self) })
                    return true
                }
            }
            try parser.finish { row throws(NodeFailure) in
                rows.append(row.fields.map { String(decoding: $0.bytes, as: UTF8.self) })
                return true
            }
            return rows
        }
        for size in 1...bytes.count {
            #expect(try rows(size) == [["a", "b\r\n\"c", "d"], ["1", "", "3"], ["x", "y", "z"]])
        }
    }
}
