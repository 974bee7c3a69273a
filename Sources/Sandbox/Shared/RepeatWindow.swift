import Foundation

/// What was accepted lately, so that a repetition is noticed for as long as the provider does.
struct RepeatWindow<Request: Hashable & Sendable, Answer: Sendable>: Sendable {
    fileprivate struct Entry: Sendable {
        let answer: Answer
        let at: Date
    }

    var seconds: TimeInterval
    private var entries: [Request: Entry] = [:]
    /// In the order of acceptance; those before `head` have left the window.
    private var sequence: [Request] = []
    private var head = 0

    init(seconds: TimeInterval) {
        self.seconds = seconds
    }

    /// What the same request was answered within the window.
    mutating func answer(to request: Request, now: Date) -> Answer? {
        forget(now: now)
        return entries[request]?.answer
    }

    mutating func remember(_ request: Request, answer: Answer, now: Date) {
        entries[request] = Entry(answer: answer, at: now)
        sequence.append(request)
    }

    private mutating func forget(now: Date) {
        while head < sequence.count {
            guard let entry = entries[sequence[head]], now.timeIntervalSince(entry.at) >= seconds else { break }
            entries[sequence[head]] = nil
            head += 1
        }
        if head > 1024, head * 2 > sequence.count {
            sequence.removeFirst(head)
            head = 0
        }
    }
}

extension RepeatWindow: Codable where Request: Codable, Answer: Codable {}
extension RepeatWindow.Entry: Codable where Answer: Codable {}
