import Foundation
import Randomness
import Testing
import Values

@Suite("Writing JSON")
struct JSONWriterTests {
    static let texts: [(Value, String)] = [
        (nil, "null"), (true, "true"), (false, "false"), (0, "0"), (9, "9"), (10, "10"), (-1, "-1"),
        (.int(.min), "-9223372036854775808"), (.int(.max), "9223372036854775807"), (1.0, "1.0"), (-0.5, "-0.5"),
        (1e100, "1e+100"),
        (.double(0x1p63), "9223372036854775808"), (.double(0x1p63.nextDown), "9.223372036854775e+18"),
        (.double(-0x1p63), "-9.223372036854776e+18"), (0.1, "0.1"),
        (.double(.infinity), "null"), (.double(.nan), "null"),
        ("", "\"\""), ("a\"b\\c/", #""a\"b\\c/""#),
        ("\0\u{1}\u{8}\u{C}\n\r\t\u{1F}\u{7F}", #""\u0000\u0001\u0008\u000c\n\r\t\u001f\u007f""#),
        ("şğı👩‍👧\u{2028}", "\"şğı👩‍👧\u{2028}\""), ([], "[]"), ([:], "{}"), ([1, "a", [nil]], #"[1,"a",[null]]"#),
        (["b": 1, "a": ["x\n": []]], #"{"b":1,"a":{"x\n":[]}}"#),
    ]

    @Test("values have their compact text", arguments: texts)
    func compact(_ value: Value, _ text: String) {
        #expect(value.jsonText() == text)
    }

    @Test("the indented layout has a member a line")
    func indented() {
        let value: Value = ["a": [1, ["b": nil]], "empty": [:], "none": []]
        #expect(
            value.jsonText(.indented) == """
                {
                  "a": [
                    1,
                    {
                      "b": null
                    }
                  ],
                  "empty": {},
                  "none": []
                }
                """)
    }

    @Test("what is written is read as the same value")
    func roundTrip() throws {
        let seed =
            ProcessInfo.processInfo.environment["ULAK_FUZZ_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
        print("round trip of JSON with ULAK_FUZZ_SEED=\(seed)")
        var source = ValueSource(generator: SplitMix64(seed: seed))
        for round in 0..<2_000 {
            let value = source.value(depth: 4)
            for layout in [JSONWriter.Layout.compact, .indented] {
                let text = value.jsonText(layout)
                let read = try Value(json: text)
                #expect(read == value, "seed \(seed), round \(round): \(text)")
                #expect(read.jsonText(layout) == text, "seed \(seed), round \(round): the order of keys")
                if read != value { return }
            }
        }
    }

    @Test("what is written is JSON for others, and what they write is read the same")
    func others() throws {
        var source = ValueSource(generator: SplitMix64(seed: 7))
        for _ in 0..<200 {
            let value = Value.list([source.value(depth: 3)])
            let object = try JSONSerialization.jsonObject(with: Data(JSONWriter().write(value)))
            let rewritten = try JSONSerialization.data(withJSONObject: object, options: [.withoutEscapingSlashes])
            #expect(try loosened(JSONReader().read(Array(rewritten))) == loosened(value))
        }
    }

    /// Foundation does not keep integers and whole doubles apart.
    private func loosened(_ value: Value) -> Value {
        switch value {
        case .int(let number): .double(Double(number))
        case .list(let elements): .list(elements.map(loosened))
        case .object(let members): .object(ValueObject(members.map { ($0.key, loosened($0.value)) }))
        default: value
        }
    }
}

/// Random values with the awkward ones in front.
struct ValueSource {
    var generator: SplitMix64

    mutating func value(depth: Int) -> Value {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .int(integer())
        case 3: return .double(double())
        case 4, 5: return .string(text())
        case 6: return .list((0..<Int.random(in: 0...5, using: &generator)).map { _ in value(depth: depth - 1) })
        default:
            var members = ValueObject()
            for _ in 0..<Int.random(in: 0...5, using: &generator) { members[text()] = value(depth: depth - 1) }
            return .object(members)
        }
    }

    private mutating func integer() -> Int64 {
        let edges: [Int64] = [0, 1, -1, 9, 10, .max, .min, 1 << 53]
        if Bool.random(using: &generator) { return edges[Int.random(in: 0..<edges.count, using: &generator)] }
        return Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0..<64, using: &generator)
    }

    private mutating func double() -> Double {
        let edges: [Double] = [0, -0.0, 1, 0.1, 0x1p53, 0x1p63, -0x1p63, 0x1p63.nextDown, 0x1p64, 0x1p64.nextDown, -0x1p64]
        if Int.random(in: 0..<4, using: &generator) == 0 { return edges[Int.random(in: 0..<edges.count, using: &generator)] }
        while true {
            let number = Double(bitPattern: generator.next())
            if number.isFinite { return Bool.random(using: &generator) ? number : Double(integer() >> 16) / 8 }
        }
    }

    private mutating func text() -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
            let code =
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: UInt32.random(in: 0...0x1F, using: &generator)
                case 1: UInt32.random(in: 0x80...0x2FFF, using: &generator)
                case 2: UInt32.random(in: 0x1_0000...0x10_FFFF, using: &generator)
                default: UInt32.random(in: 0x20...0x7F, using: &generator)
                }
            if let scalar = Unicode.Scalar(code) { text.append(scalar) }
        }
        return String(text)
    }
}
