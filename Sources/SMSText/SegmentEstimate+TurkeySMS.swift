extension SegmentEstimate {
    /// The values of the TurkeySMS field `sms_lang`.
    public enum TurkeySMSLanguage: Int, Hashable, Sendable, CaseIterable {
        case english = 0
        case turkish = 1
        case unicode = 2
    }

    /// TurkeySMS prints no segment sizes; these are 160/153, 155/149 and 70/67 for `sms_lang` 0, 1 and 2.
    ///
    /// A text that the chosen alphabet cannot write is counted as UCS-2, the dearest way to deliver it whole.
    public static func turkeySMS(_ text: String, language: TurkeySMSLanguage, suffix: String = "") -> SegmentEstimate {
        let count =
            switch language {
            case .english: SMSCount(text, mode: .standard, suffix: suffix)
            case .turkish: turkishOnly(text, suffix: suffix)
            case .unicode: SMSCount(ucs2: text, suffix: suffix)
            }
        return SegmentEstimate(text: text, count: count, tableSegments: count.segments, maximumSegments: nil)
    }

    /// Always a Turkish table where one can write the text, even if the default alphabet could.
    private static func turkishOnly(_ text: String, suffix: String) -> SMSCount {
        let single = SMSCount(text, encoding: .gsm7TurkishSingle, suffix: suffix)
        let locking = SMSCount(text, encoding: .gsm7TurkishLocking, suffix: suffix)
        switch (single, locking) {
        case (let single?, let locking?): return locking.segments < single.segments ? locking : single
        case (let single?, nil): return single
        case (nil, _): return SMSCount(text, mode: .turkish, suffix: suffix)
        }
    }
}
