/// The known name that a person most likely meant, or nil when none is near.
///
/// Distance is Damerau-Levenshtein (optimal string alignment) on lower-cased text; at most a third of the longer name may differ.
/// A name that only lacks its prefix (`send_sms` for `turkeysms.send_sms`) counts as near, and so does one of three letters or more
/// that lacks its end (`bool` for `boolean`).
public func closestMatch(to name: String, in candidates: some Sequence<String>) -> String? {
    var best: (name: String, distance: Int)?
    let typed = Array(name.lowercased().unicodeScalars.prefix(200))
    for candidate in candidates {
        let known = Array(candidate.lowercased().unicodeScalars)
        let limit = max(1, max(typed.count, known.count) / 3)
        let distance: Int
        if !typed.isEmpty, known.count > typed.count, known.reversed().starts(with: typed.reversed() + ["."]) {
            distance = 1
        } else if typed.count >= 3, known.starts(with: typed) {
            distance = known.count - typed.count
        } else {
            guard abs(typed.count - known.count) <= limit else { continue }
            distance = editDistance(typed, known)
            guard distance <= limit, distance < max(typed.count, known.count) else { continue }
        }
        if best == nil || distance < best!.distance || (distance == best!.distance && candidate < best!.name) {
            best = (candidate, distance)
        }
    }
    return best?.name
}

private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in 1...a.count {
        var current = [Int](repeating: 0, count: b.count + 1)
        current[0] = i
        for j in 1...b.count {
            let cost = a[i - 1] == b[j - 1] ? 0 : 1
            current[j] = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                current[j] = min(current[j], beforePrevious[j - 2] + 1)
            }
        }
        beforePrevious = previous
        previous = current
    }
    return previous[b.count]
}
