#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Bytes that nobody changes and that are overwritten when they are freed.
///
/// Sendable without a lock: the bytes are written once, before anybody else sees the buffer.
final class SecretBuffer: @unchecked Sendable {
    private let bytes: UnsafeMutableRawBufferPointer

    init(_ source: some Collection<UInt8>) {
        bytes = .allocate(byteCount: source.count, alignment: 1)
        bytes.copyBytes(from: source)
    }

    deinit {
        if let start = bytes.baseAddress { Self.wipe(start, bytes.count) }
        bytes.deallocate()
    }

    func withBytes<Result, Failure: Error>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Result) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(bytes))
    }

    /// Writes zeros that no optimiser takes out.
    private static func wipe(_ start: UnsafeMutableRawPointer, _ count: Int) {
        #if canImport(Darwin)
        memset_s(start, count, 0, count)
        #else
        explicit_bzero(start, count)
        #endif
    }
}
