/// The metrics of Ulak. Every label is bounded: by the workflows of the folder, the nodes of the catalogue, or a list of words.
public enum UlakMetrics {
    public static let runs = MetricFamily(
        "ulak_runs_total", .counter, labels: ["workflow", "trigger", "result"], help: "Runs that ended.")
    public static let runDuration = MetricFamily(
        "ulak_run_duration_seconds", .histogram(bounds: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600]),
        labels: ["workflow", "result"], help: "From the start of a run to its end.")
    public static let activeRuns = MetricFamily(
        "ulak_runs_active", .gauge, labels: ["state"], help: "Runs that have not ended.")
    public static let runQueue = MetricFamily(
        "ulak_run_queue_seconds", .histogram(bounds: [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600]), labels: ["workflow"],
        help: "From the acceptance of a run to its first attempt.")
    public static let attempts = MetricFamily(
        "ulak_step_attempts_total", .counter, labels: ["workflow", "node", "result"], help: "Attempts of steps that ended.")
    public static let stepDuration = MetricFamily(
        "ulak_step_duration_seconds", .histogram(bounds: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300]),
        labels: ["node", "result"], help: "How long attempts took.")
    public static let retries = MetricFamily(
        "ulak_retries_total", .counter, labels: ["node", "reason"],
        help: "Attempts after which another one followed, by the class of the failure.")
    public static let retryBudgetExhausted = MetricFamily(
        "ulak_retry_budget_exhausted_total", .counter, labels: ["target"],
        help: "Retries that were not made because a target had too many failures.")
    public static let triggerLag = MetricFamily(
        "ulak_trigger_lag_seconds", .histogram(bounds: [0.01, 0.1, 0.5, 1, 5, 30, 60, 600, 3600]), labels: ["workflow"],
        help: "From the time that a schedule names to the acceptance of the run.")
    public static let missedSchedules = MetricFamily(
        "ulak_schedule_missed_total", .counter, labels: ["workflow"], help: "Times of schedules that passed without a run.")
    public static let httpRequests = MetricFamily(
        "ulak_http_client_requests_total", .counter, labels: ["method", "status_class"],
        help: "Requests of nodes; the class is 2xx and so on, or what kept an answer from coming.")
    public static let smsSegments = MetricFamily(
        "ulak_sms_segments_total", .counter, labels: ["provider", "encoding"], help: "Segments of messages that were sent.")
    public static let webhookCalls = MetricFamily(
        "ulak_webhook_calls_total", .counter, labels: ["workflow", "trigger", "status"],
        help: "Calls of routes, by the status of the answer.")
    public static let buildInfo = MetricFamily(
        "ulak_build_info", .gauge, labels: ["version", "revision"], help: "1, with the version that runs.")
    public static let lastSuccess = MetricFamily(
        "ulak_last_success_timestamp_seconds", .gauge, labels: ["workflow"], help: "When a run of the workflow last succeeded.")
}
