import Foundation

/// Puts a new master key into the place of an old one without a moment in which the vault's key is nowhere.
///
/// The new key stands beside the old one as `FILE.new` before the vault is written, and takes its place afterwards. Whoever looks for the key
/// meanwhile tries both (`KeySources`).
public struct KeyFileReplacement {
    public let path: String
    private var temporary: String { Self.waiting(path) }

    static func waiting(_ path: String) -> String { path + ".new" }

    public init(_ key: MasterKey, path: String) throws(VaultFailure) {
        self.path = path
        // Left by an attempt that was broken off before the vault was written: nothing is sealed with it, or it would have been taken.
        unlink(Self.waiting(path))
        try KeySources.writeKeyFile(key, to: Self.waiting(path))
    }

    /// The vault was not written: the old key stays.
    public func abandon() { unlink(temporary) }

    /// The vault is written: the new key takes the place.
    public func finish() throws(VaultFailure) {
        guard rename(temporary, path) == 0 else {
            throw VaultFailure(
                .notWritten,
                "the vault has its new key, but the key file could not be moved: \(String(cString: strerror(errno)))",
                help: ["mv \(temporary) \(path)"])
        }
    }
}
