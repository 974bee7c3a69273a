/// All functions that expressions know, by name.
enum StandardLibrary {
    static let functions: [String: [FunctionOverload]] = {
        let libraries = [
            ConversionLibrary.functions, StringLibrary.functions, TextBuildingLibrary.functions, FormatLibrary.functions,
            CollectionLibrary.functions, SetLibrary.functions, OptionalLibrary.functions, MathLibrary.functions,
            EncodingLibrary.functions,
            RegexLibrary.functions, TimeLibrary.functions, TimeTextLibrary.functions, DataLibrary.functions,
            SMSLibrary.functions,
        ]
        var table: [String: [FunctionOverload]] = [:]
        for function in libraries.joined() { table[function.name, default: []] += function.overloads }
        return table
    }()

    /// Types that can be named: `type(x) == int`.
    static let typeNames: Set<String> = [
        "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type", "dyn", "optional_type",
        "google.protobuf.Timestamp", "google.protobuf.Duration",
    ]
}
