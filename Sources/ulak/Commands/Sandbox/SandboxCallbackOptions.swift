import ArgumentParser
import Foundation
import Sandbox

/// The options of `ulak sandbox serve` about delivery reports.
struct SandboxCallbackOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Send delivery reports of a provider to this address on this machine; may be repeated. Such as "
                + "turkeysms=http://127.0.0.1:8080/reports.", valueName: "provider=url"))
    var callback: [String] = []

    @Option(
        help: ArgumentHelp(
            "The secret that signs TurkeySMS's reports; without it ULAK_SANDBOX_CALLBACK_SECRET, or `\(CallbackTarget.defaultSecret)`.",
            valueName: "text"))
    var callbackSecret: String?

    @Option(
        help: ArgumentHelp(
            "The form of the signature header: prefixed (sha256=...) or bare (only the digest).", valueName: "form"))
    var callbackSignature: String = CallbackTarget.SignatureForm.prefixed.rawValue

    func validate() throws {
        do throws(CallbackTargetError) {
            _ = try targets()
        } catch {
            throw ValidationError(error.message)
        }
    }

    func targets() throws(CallbackTargetError) -> [SandboxMessage.Provider: CallbackTarget] {
        var targets: [SandboxMessage.Provider: CallbackTarget] = [:]
        let secret =
            callbackSecret ?? ProcessInfo.processInfo.environment["ULAK_SANDBOX_CALLBACK_SECRET"] ?? CallbackTarget.defaultSecret
        guard let form = CallbackTarget.SignatureForm(rawValue: callbackSignature) else {
            throw CallbackTargetError("--callback-signature takes prefixed or bare, found `\(callbackSignature)`")
        }
        for text in callback {
            let parts = text.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, let provider = SandboxMessage.Provider(rawValue: String(parts[0])) else {
                throw CallbackTargetError("--callback takes turkeysms=URL or iletimerkezi=URL, found `\(text)`")
            }
            targets[provider] = try CallbackTarget(url: String(parts[1]), secret: secret, signatureForm: form)
        }
        return targets
    }
}
