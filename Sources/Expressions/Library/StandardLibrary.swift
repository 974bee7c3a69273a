/// All functions that expressions know, by name.
enum StandardLibrary {
    static let functions: [String: [FunctionOverload]] = {
        let libraries: [[FunctionDeclaration]] = []
        var table: [String: [FunctionOverload]] = [:]
        for function in libraries.joined() { table[function.name, default: []] += function.overloads }
        return table
    }()

    /// Types that can be named: `type(x) == int`.
    static let typeNames: Set<String> = [
        "bool", "int", "uint", "double", "string", "bytes", "list", "map", "null_type", "type", "optional_type",
        "google.protobuf.Timestamp", "google.protobuf.Duration",
    ]
}
