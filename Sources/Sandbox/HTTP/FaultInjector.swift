import Hummingbird
import Values

/// Damages one answer on its way to the client.
struct FaultInjector: Sendable {
    let fault: Fault
    let answer: ProviderAnswer?
    let context: SandboxRequestContext

    private static let hugeBodyBytes = 10 << 20

    func respond() async -> Response {
        if fault.delayMilliseconds > 0 {
            // A client that gives up cancels the wait; the work was done before it.
            try? await Task.sleep(for: .milliseconds(fault.delayMilliseconds))
        }
        var response = await damaged()
        if let seconds = fault.retryAfterSeconds { response.headers[.retryAfter] = String(seconds) }
        return response
    }

    private func damaged() async -> Response {
        switch fault.kind {
        case .none, .delay, .code, .throttle, .insufficientBalance: return Response(answer)
        case .status(let code): return plain(code, "sandbox: status \(code) on purpose\n")
        case .html: return webPage()
        case .halfBody: return halfBody()
        case .emptyBody: return Response(status: HTTPResponse.Status(code: answer?.status ?? 200))
        case .hugeBody: return hugeBody()
        case .drop:
            await context.closeConnection()
            return Response(status: .ok)
        }
    }

    private func plain(_ status: Int, _ text: String) -> Response {
        Response(
            status: HTTPResponse.Status(code: status), headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private func webPage() -> Response {
        Response(
            status: .badGateway, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(
                    string: "<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>\n")))
    }

    private func halfBody() -> Response {
        let answer = answer ?? ProviderAnswer(status: 200, body: ["sandbox": "half a body on purpose"])
        let bytes = answer.bytes
        let context = context
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: [.contentType: answer.contentType],
            body: ResponseBody(contentLength: bytes.count) { writer in
                try await writer.write(ByteBuffer(bytes: bytes[..<(bytes.count / 2)]))
                await context.closeConnection()
            })
    }

    private func hugeBody() -> Response {
        let head = Array("{\"padding\":\"".utf8)
        let tail = Array("\"}".utf8)
        let padding = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
        let chunks = FaultInjector.hugeBodyBytes / padding.count
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(contentLength: head.count + chunks * padding.count + tail.count) { writer in
                try await writer.write(ByteBuffer(bytes: head))
                for _ in 0..<chunks { try await writer.write(ByteBuffer(bytes: padding)) }
                try await writer.write(ByteBuffer(bytes: tail))
                try await writer.finish(nil)
            })
    }
}
