import Expressions
import SMSText
import Values

/// What a send would cost, counted from its parameters.
public struct SegmentCount: Equatable, Sendable {
    /// For one recipient; where every recipient has a text of its own, of all of them.
    public var segments: Int
    public var recipients: Int
    public var encoding: String

    public var total: Int { segments * recipients }
}

extension NodeManifest {
    /// Segments as the provider counts them; nil for a node that sends no text, or where the parameters do not tell.
    public func segments(in members: ValueObject) -> SegmentCount? {
        guard let estimate, let checked = try? check(members) else { return nil }
        let activation = DictionaryActivation(["params": .object(checked)] as [String: Value])
        guard let value = try? estimate.text.evaluate(activation).json(),
            let recipients = try? estimate.recipients.evaluate(activation).json().intValue
        else { return nil }
        let language = Self.language(try? estimate.language?.evaluate(activation).json().stringValue)
        func count(_ text: String) -> SegmentEstimate {
            switch estimate.model {
            case .iletimerkezi: SegmentEstimate.iletiMerkezi(text)
            case .turkeysms: SegmentEstimate.turkeySMS(text, language: language)
            }
        }
        switch value {
        case .string(let text):
            let counted = count(text)
            return SegmentCount(
                segments: counted.segments, recipients: Int(recipients), encoding: counted.count.encoding.rawValue)
        // A text a recipient: all of them together, sent once.
        case .list(let texts):
            let counted = texts.compactMap(\.stringValue).map(count)
            return SegmentCount(
                segments: counted.reduce(0) { $0 + $1.segments }, recipients: 1,
                encoding: counted.first?.count.encoding.rawValue ?? "")
        default: return nil
        }
    }

    private static func language(_ name: String?) -> SegmentEstimate.TurkeySMSLanguage {
        switch name {
        case "standard": .english
        case "unicode": .unicode
        default: .turkish
        }
    }
}
