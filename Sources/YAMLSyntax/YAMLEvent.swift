import CLibYAML

/// One step of libyaml's parser; places are offsets in code points.
struct YAMLEvent {
    enum Kind {
        case documentStart(hasTagDirectives: Bool)
        case documentEnd
        case alias(String)
        case scalar(String, YAMLScalar.Style)
        case sequenceStart(isFlow: Bool)
        case sequenceEnd
        case mappingStart(isFlow: Bool)
        case mappingEnd
    }

    let kind: Kind
    var anchor: String?
    var tag: String?
    let start: Int
    let end: Int
}

/// What libyaml's scanner or parser met where it could not go on.
struct YAMLSyntaxProblem: Equatable {
    let problem: String
    /// What it was doing, such as `while scanning a quoted scalar`, and since where.
    let context: String
    let offset: Int
    let contextOffset: Int?
}

/// Feeds libyaml's events to `visit` until the text ends, a mistake is met, or `visit` returns false.
///
/// The text is UTF-8 without byte-order mark and has been checked for characters that libyaml refuses.
func parseYAMLEvents(_ bytes: [UInt8], _ visit: (YAMLEvent) -> Bool) -> YAMLSyntaxProblem? {
    bytes.withUnsafeBufferPointer { buffer in
        // The parser keeps a pointer to itself, so it must not move.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            return YAMLSyntaxProblem(problem: "out of memory", context: "", offset: 0, contextOffset: nil)
        }
        defer { yaml_parser_delete(parser) }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)

        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { return YAMLSyntaxProblem(parser.pointee) }
            defer { yaml_event_delete(&event) }
            if event.type == YAML_STREAM_END_EVENT || event.type == YAML_NO_EVENT { return nil }
            guard let event = YAMLEvent(event) else { continue }
            guard visit(event) else { return nil }
        }
    }
}

extension YAMLSyntaxProblem {
    fileprivate init(_ parser: yaml_parser_t) {
        problem = parser.problem.map { String(cString: $0) } ?? "out of memory"
        context = parser.context.map { String(cString: $0) } ?? ""
        offset = Int(parser.problem_mark.index)
        contextOffset = parser.context == nil ? nil : Int(parser.context_mark.index)
    }
}

extension YAMLEvent {
    /// Nil for events that carry nothing.
    fileprivate init?(_ event: yaml_event_t) {
        start = Int(event.start_mark.index)
        end = Int(event.end_mark.index)
        switch event.type {
        case YAML_DOCUMENT_START_EVENT:
            let directives = event.data.document_start.tag_directives
            kind = .documentStart(hasTagDirectives: directives.start != directives.end)
        case YAML_DOCUMENT_END_EVENT: kind = .documentEnd
        case YAML_ALIAS_EVENT: kind = .alias(Self.text(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            kind = .scalar(text, YAMLScalar.Style(scalar.style))
            anchor = Self.text(scalar.anchor)
            tag = Self.text(scalar.tag)
        case YAML_SEQUENCE_START_EVENT:
            let sequence = event.data.sequence_start
            kind = .sequenceStart(isFlow: sequence.style == YAML_FLOW_SEQUENCE_STYLE)
            anchor = Self.text(sequence.anchor)
            tag = Self.text(sequence.tag)
        case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            let mapping = event.data.mapping_start
            kind = .mappingStart(isFlow: mapping.style == YAML_FLOW_MAPPING_STYLE)
            anchor = Self.text(mapping.anchor)
            tag = Self.text(mapping.tag)
        case YAML_MAPPING_END_EVENT: kind = .mappingEnd
        default: return nil
        }
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }
}

extension YAMLScalar.Style {
    fileprivate init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: self = .literal
        case YAML_FOLDED_SCALAR_STYLE: self = .folded
        default: self = .plain
        }
    }
}
