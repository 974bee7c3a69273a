import SMSText
import Testing

struct SegmentEstimateTests {
    private func text(_ unit: String, _ length: Int) -> String { String(repeating: unit, count: length) }

    @Test(
        "iletiMerkezi: the first limit of each mode is the published one",
        arguments: [("a", 155, 1), ("a", 156, 2), ("ş", 150, 1), ("ş", 151, 2), ("ж", 65, 1), ("ж", 66, 2)])
    func firstLimits(unit: String, length: Int, segments: Int) {
        #expect(SegmentEstimate.iletiMerkezi(text(unit, length), characterMode: .full).segments == segments)
    }

    /// Section 7 of the SMS reference: the only lengths at which the two ways of counting disagree.
    @Test("iletiMerkezi: the two counts differ exactly where the reference says, and the larger one is shown")
    func differences() {
        let expected: [(String, [ClosedRange<Int>])] = [
            ("a", [302...306, 455...459, 608...612, 761...765, 914...918, 1067...1071]),
            ("ş", [294...296, 443...444, 592...592, 889...889, 1037...1038]),
            ("ж", [127...129, 190...196, 253...263, 316...330, 379...397, 442...464]),
        ]
        for (unit, ranges) in expected {
            let edges = ranges.flatMap { [$0.lowerBound - 1, $0.lowerBound, $0.upperBound, $0.upperBound + 1] }
            for length in edges + Array(stride(from: 1, through: 1072, by: 13)) where length <= edges[edges.count - 1] {
                let estimate = SegmentEstimate.iletiMerkezi(text(unit, length), characterMode: .full)
                let differs = estimate.count.segments != estimate.tableSegments
                #expect(differs == ranges.contains { $0.contains(length) }, "\(unit) \(length)")
                #expect(estimate.segments == max(estimate.count.segments, estimate.tableSegments))
            }
        }
    }

    @Test("iletiMerkezi: only what both counts put above seven parts is too long")
    func tooLong() {
        #expect(SegmentEstimate.iletiMerkezi(text("a", 1066)).segments == 7)
        let disputed = SegmentEstimate.iletiMerkezi(text("a", 1070))
        #expect(disputed.segments == 8)
        #expect(!disputed.isTooLong)
        #expect(!SegmentEstimate.iletiMerkezi(text("a", 1071)).isTooLong)
        #expect(SegmentEstimate.iletiMerkezi(text("a", 1072)).isTooLong)
        #expect(!SegmentEstimate.iletiMerkezi(text("ж", 441), characterMode: .full).isTooLong)
        #expect(!SegmentEstimate.iletiMerkezi(text("ж", 464), characterMode: .full).isTooLong)
        #expect(SegmentEstimate.iletiMerkezi(text("ж", 465), characterMode: .full).isTooLong)
    }

    @Test("iletiMerkezi: with the English setting the text is folded before it is counted")
    func english() {
        let estimate = SegmentEstimate.iletiMerkezi("Şükrü'nün çağrısı 🎉 bitti", characterMode: .english)
        #expect(estimate.text == "Sukru'nun cagrisi  bitti")
        #expect(estimate.count.encoding == .gsm7)
        #expect(estimate.count.units == 24 + 5)
    }

    @Test(
        "TurkeySMS: sizes follow sms_lang",
        arguments: [
            (SegmentEstimate.TurkeySMSLanguage.english, 160, 1), (.english, 161, 2), (.english, 307, 3),
            (.turkish, 155, 1), (.turkish, 156, 2), (.turkish, 299, 3),
            (.unicode, 70, 1), (.unicode, 71, 2), (.unicode, 135, 3),
        ])
    func turkeySMS(language: SegmentEstimate.TurkeySMSLanguage, length: Int, segments: Int) {
        #expect(SegmentEstimate.turkeySMS(text("a", length), language: language).segments == segments)
    }

    @Test("TurkeySMS: a text that the chosen alphabet cannot write is counted as UCS-2, with the reason")
    func turkeySMSFallback() {
        let english = SegmentEstimate.turkeySMS("değişti", language: .english)
        #expect(english.count.encoding == .ucs2)
        #expect(english.count.forcedBy == ["ğ", "ş"])
        let turkish = SegmentEstimate.turkeySMS("kâğıt", language: .turkish)
        #expect(turkish.count.encoding == .ucs2)
        #expect(turkish.count.forcedBy == ["â"])
    }

    @Test("TurkeySMS: a hundred and fifty-five Turkish letters fit one segment with sms_lang 1")
    func turkeySMSLocking() {
        let estimate = SegmentEstimate.turkeySMS(text("ş", 155), language: .turkish)
        #expect(estimate.segments == 1)
        #expect(estimate.count.encoding == .gsm7TurkishLocking)
    }
}
