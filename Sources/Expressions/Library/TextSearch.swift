/// Finds a part in a text in linear time, whatever both look like (Knuth, Morris and Pratt).
struct TextSearch<Element: Equatable> {
    let part: [Element]
    /// For each prefix of the part, how long its longest border is.
    private let borders: [Int]

    init(_ part: [Element]) {
        self.part = part
        var borders = [Int](repeating: 0, count: part.count)
        var length = 0
        for index in part.indices.dropFirst() {
            while length > 0, part[index] != part[length] { length = borders[length - 1] }
            if part[index] == part[length] { length += 1 }
            borders[index] = length
        }
        self.borders = borders
    }

    /// Where the part first begins at or after a place.
    func first(in text: [Element], from start: Int = 0) -> Int? {
        guard !part.isEmpty else { return start <= text.count ? start : nil }
        var matched = 0
        var index = start
        while index < text.count {
            while matched > 0, text[index] != part[matched] { matched = borders[matched - 1] }
            if text[index] == part[matched] { matched += 1 }
            index += 1
            if matched == part.count { return index - matched }
        }
        return nil
    }

    /// Where the part begins for the last time at or before a place.
    func last(in text: [Element], notAfter limit: Int) -> Int? {
        guard part.count <= text.count else { return nil }
        guard !part.isEmpty else { return min(limit, text.count) }
        let end = min(limit, text.count - part.count) + part.count
        let reversed = TextSearch(part.reversed())
        return reversed.first(in: text[..<end].reversed()).map { end - $0 - part.count }
    }

    /// Where the part begins, without overlaps, as often as the limit says.
    func all(in text: [Element], limit: Int) -> [Int] {
        var places: [Int] = []
        var start = 0
        while places.count < limit, let place = first(in: text, from: start) {
            places.append(place)
            start = place + part.count
        }
        return places
    }
}
