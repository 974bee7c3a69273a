import Testing

@testable import Server

@Suite("The rate of a webhook")
struct TokenBucketTests {
    @Test("a burst of ten seconds' worth passes, then calls pass evenly, and a pause is not saved for ever")
    func bucket() {
        let bucket = TokenBucket(perMinute: 60)
        for _ in 0..<10 { #expect(bucket.take(at: .seconds(100)) == nil) }
        #expect(bucket.take(at: .seconds(100)) == .seconds(1))
        #expect(bucket.take(at: .milliseconds(100_500)) == .milliseconds(500))
        #expect(bucket.take(at: .seconds(101)) == nil)
        #expect(bucket.take(at: .seconds(101)) != nil)
        // An hour later, there are ten again and not 3600; a clock that goes back gives nothing.
        #expect((0..<20).count { _ in bucket.take(at: .seconds(3701)) == nil } == 10)
        #expect(bucket.take(at: .seconds(3000)) != nil)
    }

    @Test("one call a minute is let through once a minute")
    func slow() {
        let bucket = TokenBucket(perMinute: 1)
        #expect(bucket.take(at: .zero) == nil)
        #expect(bucket.take(at: .seconds(30)) == .seconds(30))
        #expect(bucket.take(at: .seconds(60)) == nil)
    }
}
