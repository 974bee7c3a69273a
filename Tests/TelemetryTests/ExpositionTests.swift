import Telemetry
import Testing

@Suite("The text of metrics")
struct ExpositionTests {
    static let runs = MetricFamily("ulak_runs_total", .counter, labels: ["workflow", "result"], help: "Runs that ended.")
    static let active = MetricFamily("ulak_runs_active", .gauge, labels: ["state"], help: "Open runs.")
    static let took = MetricFamily(
        "ulak_run_seconds", .histogram(bounds: [0.1, 1, 10]), labels: ["workflow"], help: "Line one\nand \\ two.")

    static func filled() -> MetricRegistry {
        let metrics = MetricRegistry()
        metrics.add(to: runs, "orders", "succeeded")
        metrics.add(2, to: runs, "orders", "failed")
        metrics.add(to: runs, "a \"quoted\"\\name\n", "succeeded")
        metrics.set(active, to: 3, "running")
        metrics.observe(0.1, in: took, "orders")
        metrics.observe(0.5, in: took, "orders")
        metrics.observe(100, in: took, "orders")
        return metrics
    }

    @Test("Prometheus text has counters with their whole name and cumulative buckets")
    func prometheus() {
        #expect(
            Self.filled().text(.prometheus) == #"""
                # HELP ulak_run_seconds Line one\nand \\ two.
                # TYPE ulak_run_seconds histogram
                ulak_run_seconds_bucket{workflow="orders",le="0.1"} 1
                ulak_run_seconds_bucket{workflow="orders",le="1"} 2
                ulak_run_seconds_bucket{workflow="orders",le="10"} 2
                ulak_run_seconds_bucket{workflow="orders",le="+Inf"} 3
                ulak_run_seconds_sum{workflow="orders"} 100.6
                ulak_run_seconds_count{workflow="orders"} 3
                # HELP ulak_runs_active Open runs.
                # TYPE ulak_runs_active gauge
                ulak_runs_active{state="running"} 3
                # HELP ulak_runs_total Runs that ended.
                # TYPE ulak_runs_total counter
                ulak_runs_total{workflow="a \"quoted\"\\name\n",result="succeeded"} 1
                ulak_runs_total{workflow="orders",result="failed"} 2
                ulak_runs_total{workflow="orders",result="succeeded"} 1

                """#)
    }

    @Test("OpenMetrics declares counters without _total, writes bounds with a fraction and ends with # EOF")
    func openMetrics() {
        let text = Self.filled().text(.openMetrics)
        #expect(text.contains("# TYPE ulak_runs counter\nulak_runs_total{"))
        #expect(text.contains("le=\"1.0\"} 2\n"))
        #expect(text.hasSuffix("# EOF\n"))
    }

    @Test(
        "the form follows the Accept header",
        arguments: [
            (nil, MetricFormat.prometheus), ("*/*", .prometheus), ("text/plain", .prometheus),
            ("application/openmetrics-text; version=1.0.0", .openMetrics),
            ("application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1", .openMetrics),
            ("application/openmetrics-text;q=0.2,text/plain;q=0.9", .prometheus),
            ("application/openmetrics-text;q=0", .prometheus),
        ] as [(String?, MetricFormat)])
    func accept(header: String?, format: MetricFormat) {
        #expect(MetricFormat(accept: header) == format)
    }

    @Test("series of a workflow that is gone are dropped, and others stay")
    func dropping() {
        let metrics = Self.filled()
        metrics.drop(label: "workflow", value: "orders")
        #expect(!metrics.text(.prometheus).contains("orders"))
        #expect(metrics.text(.prometheus).contains("ulak_runs_active"))
        metrics.keepOnly(label: "workflow", values: [])
        #expect(
            metrics.text(.prometheus)
                == "# HELP ulak_runs_active Open runs.\n# TYPE ulak_runs_active gauge\nulak_runs_active{state=\"running\"} 3\n")
    }
}
