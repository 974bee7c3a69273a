#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Finds bytes in bytes.
enum BytePattern {
    /// Where the pattern begins, not before `start`.
    static func first(_ pattern: [UInt8], in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let head = pattern.first, bytes.count - start >= pattern.count, let base = bytes.baseAddress else { return nil }
        // Only where the first byte stands is the rest compared.
        let last = bytes.count - pattern.count
        var place = start
        while place <= last, let found = memchr(base + place, Int32(head), last - place + 1) {
            place = UnsafeRawPointer(found) - base
            if memcmp(found, pattern, pattern.count) == 0 { return place }
            place += 1
        }
        return nil
    }

    static func replace(_ pattern: [UInt8], in bytes: [UInt8], with replacement: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { buffer in
            guard var found = first(pattern, in: buffer, from: 0) else { return bytes }
            var out: [UInt8] = []
            var end = 0
            while true {
                out += buffer[end..<found]
                out += replacement
                end = found + pattern.count
                guard let next = first(pattern, in: buffer, from: end) else { break }
                found = next
            }
            out += buffer[end...]
            return out
        }
    }
}
