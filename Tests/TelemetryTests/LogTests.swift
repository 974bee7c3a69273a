import Logging
import Synchronization
import Telemetry
import Testing
import Values
import WorkflowModel

@Suite("The log")
struct LogTests {
    final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    struct Odd: Error {}

    static func logger(
        _ format: StructuredLogHandler.Format, _ lines: Lines, masking: Masking = Masking(),
        redact: @escaping @Sendable (String) -> String = { $0 }
    ) -> Logger {
        Logger(label: "test") { _ in
            StructuredLogHandler(
                format: format, masking: masking, redact: redact, serviceVersion: "1.2.3",
                now: { Timestamp(text: "2030-01-31T09:14:07.250Z") ?? Timestamp(microseconds: 0) },
                write: { line in lines.all.withLock { $0.append(line) } })
        }
    }

    @Test("JSON has one object a line, with the names and the order of the conventions")
    func json() {
        let lines = Lines()
        var logger = Self.logger(.json, lines)
        logger[metadataKey: "cicd.pipeline.name"] = "orders"
        logger.warning(
            "attempt failed",
            metadata: [
                "ulak.delay_ms": .stringConvertible(250), "error.type": "TS-1027", "event.name": "attempt.finished",
                "zeta": ["a", "b"],
                "cicd.pipeline.run.id": "05550000001", "ulak.share": .stringConvertible(0.5), "alpha": ["b": "2", "a": "1"],
            ])
        logger.error("odd", error: Odd())
        logger.debug("not written")
        #expect(
            lines.all.withLock { $0 } == [
                #"{"timestamp":"2030-01-31T09:14:07.250Z","severity_text":"WARN","severity_number":13,"body":"attempt failed","event.name":"attempt.finished","service.name":"ulak","service.version":"1.2.3","cicd.pipeline.name":"orders","cicd.pipeline.run.id":"05550000001","error.type":"TS-1027","alpha":{"a":"1","b":"2"},"ulak.delay_ms":250,"ulak.share":0.5,"zeta":["a","b"]}"#
                    + "\n",
                #"{"timestamp":"2030-01-31T09:14:07.250Z","severity_text":"ERROR","severity_number":17,"body":"odd","service.name":"ulak","service.version":"1.2.3","cicd.pipeline.name":"orders","exception.type":"Odd","exception.message":"Odd()"}"#
                    + "\n",
            ])
    }

    @Test("text is one line a record with short names, whatever stands in it")
    func text() {
        let lines = Lines()
        let logger = Self.logger(.text, lines)
        logger.info(
            "run\nfinished\u{1B}[31m",
            metadata: [
                "cicd.pipeline.name": "orders", "cicd.pipeline.run.id": "r1", "cicd.pipeline.result": "success",
                "event.name": "run.finished",
                "exception.message": "it is \"odd\"", "ulak.attempt": .stringConvertible(2),
            ])
        #expect(
            lines.all.withLock { $0 } == [
                #"2030-01-31T09:14:07.250Z INFO  run\nfinished\e[31m  workflow=orders  run=r1  result=success  message="it is \"odd\""  attempt=2"#
                    + "\n"
            ])
    }

    @Test("phone numbers, codes and secrets are masked before anything is written, in text and in data")
    func masked() {
        let lines = Lines()
        let logger = Self.logger(.json, lines, redact: { $0.replacing("s3cret", with: "****") })
        logger.error(
            "to 905550000001 with s3cret",
            metadata: [
                "exception.message": "s3cret refused for +90 555 000 00 01", "otp": "482913",
                "list": ["05550000001", ["code": "1234"]],
            ])
        let line = lines.all.withLock { $0.joined() }
        for hidden in ["5550000001", "555 000", "s3cret", "482913", "1234"] { #expect(!line.contains(hidden), "\(hidden)") }
        let open = Lines()
        Self.logger(.json, open, masking: .off).error("to 905550000001", metadata: ["otp": "482913"])
        #expect(open.all.withLock { $0.joined() }.contains("905550000001"))
    }
}
