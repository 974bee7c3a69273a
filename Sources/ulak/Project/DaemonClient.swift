import Foundation
import NodeRuntime
import RunEngine
import Server
import Values
import Vault
import WorkflowModel

/// Asks a running daemon to do something with a run, so that commands never work on what a daemon has in hand.
struct DaemonClient {
    private let address: DaemonAddress
    private let token: String?

    /// Nil when no daemon serves the journal.
    static func find(_ project: Project) async throws -> DaemonClient? {
        switch DaemonAddress.find(at: DaemonAddress.path(journal: project.journalPath)) {
        case .none: return nil
        case .unusable(let path, let reason):
            throw CommandFailure(
                message: "the address of the daemon in `\(path)` cannot be used: \(reason)",
                help: ["remove the file if no daemon runs"]
            ).report(.runFailed)
        case .running(let address):
            let kept = try await project.apiToken(try project.credentials())
            do throws(DaemonAddressError) {
                let token = project.environment["ULAK_API_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
                let stored = try address.token()
                return DaemonClient(address: address, token: kept?.reveal() ?? token ?? stored)
            } catch {
                throw CommandFailure(message: "\(error), which holds the token of the daemon").report(.runFailed)
            }
        }
    }

    private init(address: DaemonAddress, token: String?) {
        self.address = address
        self.token = token
    }

    /// Makes a call and gives its answer; says what went wrong.
    func post(_ path: String, _ body: Value = [:]) async throws -> Value {
        switch await send(path, body) {
        case .success(let answer): return answer
        case .failure(let refusal): throw refusal.failure.report(refusal.status)
        }
    }

    /// Why a call was not answered as wished, and the status that a command ends with for it.
    struct Refusal: Error {
        let failure: CommandFailure
        let status: ExitStatus
    }

    /// Makes a call.
    func send(_ path: String, _ body: Value = [:]) async -> Result<Value, Refusal> {
        var headers = [("Content-Type", "application/json"), ("User-Agent", "ulak/\(Version.number)")]
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        let transport = HTTPClientTransport()
        let exchange = await transport.send(
            HTTPRequest(
                method: "POST", url: "\(address.url)/api/v1/\(path)", headers: headers, body: JSONWriter().write(body)),
            timeout: .seconds(30))
        try? await transport.shutdown()
        func refused(_ message: String, help: [String] = [], _ status: ExitStatus = .runFailed) -> Result<Value, Refusal> {
            .failure(
                Refusal(failure: CommandFailure(message: "the daemon at \(address.url)\(message)", help: help), status: status))
        }
        switch exchange {
        case .answered(let response):
            let answer = (try? JSONReader().read(response.body)) ?? .null
            guard !(200..<300).contains(response.status) else { return .success(answer) }
            let detail = answer["detail"]?.stringValue ?? "it answered with HTTP \(response.status)"
            return refused(": \(detail)", response.status < 500 ? .usage : .runFailed)
        case .notSent(let message), .timedOut(let message), .broken(let message):
            return refused(" does not answer: \(message)", help: ["it is process \(address.pid)"])
        case .tooLarge: return refused(" gave an answer that is too large")
        }
    }
}

extension Project {
    /// The token of the API out of the vault or another source: the field `token` of the credential `ulak-api`.
    func apiToken(_ credentials: CredentialChain) async throws -> Secret? {
        do throws(CredentialError) {
            return try await credentials.credential(CredentialName("ulak-api"))?.fields["token"]
        } catch {
            throw CommandFailure(message: "the token of the API: \(error.message)").report(.runFailed)
        }
    }

    /// Asks the daemon to do something with a run; false when no daemon serves the journal.
    func askedDaemon(_ verb: String, _ run: String, _ body: Value = [:], said: String) async throws -> Bool {
        guard let daemon = try await DaemonClient.find(self) else { return false }
        _ = try await daemon.post("runs/\(run)/\(verb)", body)
        Terminal.error.write("The daemon \(said) run \(run); `ulak runs show \(run)` tells how it stands.\n")
        return true
    }
}
