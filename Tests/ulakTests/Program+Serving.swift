import Foundation

extension Program {
    /// Runs `ulak serve` for as long as the body runs, and gives what it wrote to standard error.
    ///
    /// - Parameter body: gets the address, such as `http://127.0.0.1:40123`.
    func serving(_ body: (String) async throws -> Void) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.executablePath)
        process.arguments = ["serve", "--port", "0"]
        process.currentDirectoryURL = folder
        process.environment = environment.merging(["NO_COLOR": "1"]) { own, _ in own }
        let pipe = Pipe()
        process.standardError = pipe
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let (chunks, continuation) = AsyncStream.makeStream(of: Data.self)
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { continuation.finish() } else { continuation.yield(data) }
        }
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        var written = ""
        var isServing = false
        for await chunk in chunks {
            written += String(decoding: chunk, as: UTF8.self)
            guard !isServing, let match = written.firstMatch(of: /Serving .* at (http:\/\/\S+)\n/) else { continue }
            isServing = true
            try await body(String(match.output.1))
            kill(process.processIdentifier, SIGTERM)
        }
        pipe.fileHandleForReading.readabilityHandler = nil
        return written
    }
}
