import Foundation

/// Writes one Swift file with the texts of some files: `EmbedTextsTool OUTPUT CONSTANT FOLDER FILE...`.
@main
struct EmbedTextsTool {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4 else {
            FileHandle.standardError.write(Data("usage: EmbedTextsTool OUTPUT CONSTANT FOLDER FILE...\n".utf8))
            exit(2)
        }
        let folder = arguments[3] + "/"
        var source = """
            /// The texts of a folder, by their path below it. Written by the build; edit the files instead.
            let \(arguments[2]): [(path: String, text: String)] = [

            """
        for path in arguments.dropFirst(4) {
            let text = try String(contentsOf: URL(fileURLWithPath: path), encoding: .utf8)
            let name = path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
            let delimiter = String(repeating: "#", count: longestRunOfHashes(in: text) + 1)
            source += "    (path: \"\(name)\", text: \(delimiter)\"\"\"\n\(text)\n\"\"\"\(delimiter)),\n"
        }
        source += "]\n"
        try source.write(to: URL(fileURLWithPath: arguments[1]), atomically: true, encoding: .utf8)
    }

    static func longestRunOfHashes(in text: String) -> Int {
        var longest = 0
        var current = 0
        for byte in text.utf8 {
            current = byte == UInt8(ascii: "#") ? current + 1 : 0
            longest = max(longest, current)
        }
        return longest
    }
}
