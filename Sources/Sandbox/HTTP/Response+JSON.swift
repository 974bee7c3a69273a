import Hummingbird
import Values

extension Response {
    init(status: Int, json: Value) {
        self.init(
            status: HTTPResponse.Status(code: status), headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONWriter().write(json))))
    }

    /// A provider's answer; without one the request was swallowed, and an empty answer is all there is.
    init(_ answer: ProviderAnswer?) {
        if let answer {
            self.init(
                status: HTTPResponse.Status(code: answer.status), headers: [.contentType: answer.contentType],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.bytes)))
        } else {
            self.init(status: .ok)
        }
    }

    /// A mistake in the use of the sandbox itself.
    static func problem(_ status: Int, _ message: String) -> Response {
        Response(status: status, json: ["error": .string(message)])
    }
}
