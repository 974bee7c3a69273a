import NodeRuntime
import RunEngine
import Telemetry

/// Counts the requests of nodes by method and what was answered.
struct MeteredTransport: HTTPTransport {
    let base: any HTTPTransport
    let metrics: MetricRegistry

    func send(_ request: HTTPRequest, timeout: Duration) async -> Exchange {
        let exchange = await base.send(request, timeout: timeout)
        let answer =
            switch exchange {
            case .answered(let response): "\(response.status / 100)xx"
            case .tooLarge(let status, _): "\(status / 100)xx"
            case .notSent: "not_sent"
            case .timedOut: "timeout"
            case .broken: "broken"
            }
        metrics.add(to: UlakMetrics.httpRequests, request.method, answer)
        return exchange
    }
}

/// Counts what the limits of requests did.
struct MeteredLimits: RequestLimitObserver {
    let metrics: MetricRegistry

    func observe(_ event: RequestLimitEvent) {
        if case .retryRefused(let host) = event { metrics.add(to: UlakMetrics.retryBudgetExhausted, host) }
    }
}
