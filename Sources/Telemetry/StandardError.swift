#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The process's standard error.
public enum StandardError {
    public static var isTerminal: Bool { isatty(2) == 1 }

    /// Writes the text in one piece where the system takes it so; lines of several threads do not mix.
    public static func write(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                Glibc.write(2, buffer.baseAddress, buffer.count)
                #elseif canImport(Musl)
                Musl.write(2, buffer.baseAddress, buffer.count)
                #else
                Darwin.write(2, buffer.baseAddress, buffer.count)
                #endif
            }
            if count < 0 {
                guard errno == EINTR || errno == EAGAIN else { return }
            } else {
                bytes = bytes.dropFirst(count)
            }
        }
    }
}
