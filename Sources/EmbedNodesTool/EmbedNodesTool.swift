import Foundation

/// Writes one Swift file with the text of every manifest: `EmbedNodesTool OUTPUT FOLDER MANIFEST...`.
@main
struct EmbedNodesTool {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else {
            FileHandle.standardError.write(Data("usage: EmbedNodesTool OUTPUT FOLDER MANIFEST...\n".utf8))
            exit(2)
        }
        let folder = arguments[2] + "/"
        var source = """
            /// The manifests of `nodes/`, by their path below it. Written by the build; edit the YAML instead.
            let embeddedManifests: [(path: String, text: String)] = [

            """
        for path in arguments.dropFirst(3) {
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
