/// What a client would rather read (RFC 9110, 12.5.1), as far as the inbox has it.
struct AcceptHeader {
    /// Whether JSON is named and HTML is not preferred to it. Wildcards are a person with a browser or curl.
    let prefersJSON: Bool

    init(_ text: String) {
        var json: (quality: Double, place: Int)?
        var html: (quality: Double, place: Int)?
        for (place, entry) in text.split(separator: ",").enumerated() {
            let parts = entry.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            guard quality > 0 else { continue }
            switch parts.first {
            case "application/json": json = json ?? (quality, place)
            case "text/html": html = html ?? (quality, place)
            default: continue
            }
        }
        switch (json, html) {
        case (nil, _): prefersJSON = false
        case (_, nil): prefersJSON = true
        case (let json?, let html?): prefersJSON = (json.quality, html.place) > (html.quality, json.place)
        }
    }
}
