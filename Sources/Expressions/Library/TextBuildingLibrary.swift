/// Functions of the strings extension that make a new text or cut one up.
enum TextBuildingLibrary {
    static let functions: [FunctionDeclaration] =
        [
            FunctionDeclaration(
                "join",
                [
                    FunctionOverload([.list(.string)], .string, isMember: true) { (values, context) throws(EvaluationError) in
                        try join(values[0].listArgument, "", &context)
                    },
                    FunctionOverload([.list(.string), .string], .string, isMember: true) {
                        (values, context) throws(EvaluationError) in
                        try join(values[0].listArgument, values[1].stringArgument, &context)
                    },
                ]),
            FunctionDeclaration(
                "split",
                [
                    FunctionOverload([.string, .string], .list(.string), isMember: true) {
                        (values, context) throws(EvaluationError) in
                        try split(values[0].stringArgument, values[1].stringArgument, -1, &context)
                    },
                    FunctionOverload([.string, .string, .int], .list(.string), isMember: true) {
                        (values, context) throws(EvaluationError) in
                        try split(values[0].stringArgument, values[1].stringArgument, values[2].intArgument, &context)
                    },
                ]),
            FunctionDeclaration(
                "replace",
                [
                    FunctionOverload([.string, .string, .string], .string, isMember: true) {
                        (values, context) throws(EvaluationError) in
                        try replace(values, -1, &context)
                    },
                    FunctionOverload([.string, .string, .string, .int], .string, isMember: true) {
                        (values, context) throws(EvaluationError) in
                        try replace(values, values[3].intArgument, &context)
                    },
                ]),
            change("trim") { scalars in
                guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
                    let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
                else { return [] }
                return Array(scalars[start...end])
            },
            change("lowerAscii") { $0.map { $0 >= "A" && $0 <= "Z" ? Unicode.Scalar(UInt8($0.value) + 32) : $0 } },
            change("upperAscii") { $0.map { $0 >= "a" && $0 <= "z" ? Unicode.Scalar(UInt8($0.value) - 32) : $0 } },
            change("reverse") { $0.reversed() },
            FunctionDeclaration(
                "strings.quote",
                [
                    FunctionOverload([.string], .string) { (values, context) throws(EvaluationError) in
                        let text = values[0].stringArgument
                        try context.build(bytes: text.utf8.count * 2 + 2)
                        return .string(quote(text))
                    }
                ]),
        ]

    private static func change(
        _ name: String, _ body: @escaping @Sendable ([Unicode.Scalar]) -> [Unicode.Scalar]
    ) -> FunctionDeclaration {
        FunctionDeclaration(
            name,
            [
                FunctionOverload([.string], .string, isMember: true) { (values, context) throws(EvaluationError) in
                    .string(String(body(try StringLibrary.scalars(values[0], &context))))
                }
            ])
    }

    private static func join(
        _ list: ExpressionList, _ separator: String, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        try context.charge(list.count)
        var texts: [String] = []
        texts.reserveCapacity(list.count)
        var bytes = max(0, list.count - 1) * separator.utf8.count
        for index in 0..<list.count {
            guard case .string(let text) = list[index] else {
                throw EvaluationError(
                    .wrongKind, "`join` takes a list of strings; element \(index) is \(list[index].kindName)")
            }
            bytes += text.utf8.count
            texts.append(text)
        }
        try context.build(bytes: bytes)
        return .string(texts.joined(separator: separator))
    }

    /// At most as many pieces as the limit says, the last one taking the rest; below zero means no limit.
    private static func split(
        _ text: String, _ separator: String, _ limit: Int64, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        try context.charge(bytes: text.utf8.count)
        if limit == 0 { return .list(.empty) }
        if limit == 1 { return .list(ExpressionList([ExpressionValue.string(text)])) }
        let cuts = limit < 0 ? Int.max : Int(clamping: limit - 1)
        var pieces: [ExpressionValue] = []
        if separator.isEmpty {
            let scalars = Array(text.unicodeScalars)
            try context.charge(scalars.count)
            for (index, scalar) in scalars.enumerated() {
                if pieces.count == cuts {
                    pieces.append(.string(String(scalars[index...])))
                    break
                }
                pieces.append(.string(String(scalar)))
            }
            return .list(ExpressionList(pieces))
        }
        let bytes = Array(text.utf8)
        let search = TextSearch(Array(separator.utf8))
        var start = 0
        for place in search.all(in: bytes, limit: cuts) {
            pieces.append(.string(String(decoding: bytes[start..<place], as: UTF8.self)))
            start = place + search.part.count
        }
        pieces.append(.string(String(decoding: bytes[start...], as: UTF8.self)))
        try context.charge(pieces.count)
        return .list(ExpressionList(pieces))
    }

    /// Below zero the limit means all. An empty part stands before each character and at the end.
    private static func replace(
        _ values: [ExpressionValue], _ limit: Int64, _ context: inout EvaluationContext
    ) throws(EvaluationError) -> ExpressionValue {
        let text = try StringLibrary.scalars(values[0], &context)
        let part = Array(values[1].stringArgument.unicodeScalars)
        let replacement = values[2].stringArgument
        let count = limit < 0 ? Int.max : Int(clamping: limit)
        let places = part.isEmpty ? Array((0...text.count).prefix(count)) : TextSearch(part).all(in: text, limit: count)
        let (added, overflow) = places.count.multipliedReportingOverflow(by: replacement.utf8.count)
        try context.build(bytes: overflow ? .max : values[0].stringArgument.utf8.count + added)
        var result = String.UnicodeScalarView()
        var start = 0
        for place in places {
            result.append(contentsOf: text[start..<place])
            result.append(contentsOf: replacement.unicodeScalars)
            start = place + part.count
        }
        result.append(contentsOf: text[start...])
        return .string(String(result))
    }

    private static func quote(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{07}": result += "\\a"
            case "\u{08}": result += "\\b"
            case "\u{0C}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0B}": result += "\\v"
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
