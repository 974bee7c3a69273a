import WorkflowModel

/// Finds what is registered for a path and a method. A literal part wins over a place; where a literal way leads nowhere, the places
/// are tried.
struct PathTree<Element: Sendable>: Sendable {
    private struct Node: Sendable {
        var texts: [String: Int] = [:]
        var place: Int?
        /// By method, in the order of registration.
        var elements: [(method: String, element: Element)] = []
    }

    /// What a request found.
    enum Match: Sendable {
        /// The element, and what stood in the places, in their order.
        case found(Element, places: [String])
        /// The path is known, but not with this method.
        case otherMethods([String])
        case nothing
    }

    private var nodes = [Node()]

    /// What stands at exactly this shape with this method.
    func element(at pattern: PathPattern, method: String) -> Element? {
        var place = 0
        for part in pattern.parts {
            switch part {
            case .text(let text):
                guard let next = nodes[place].texts[text] else { return nil }
                place = next
            case .place:
                guard let next = nodes[place].place else { return nil }
                place = next
            }
        }
        return nodes[place].elements.first { $0.method == method }?.element
    }

    mutating func insert(_ element: Element, at pattern: PathPattern, method: String) {
        var place = 0
        for part in pattern.parts {
            switch part {
            case .text(let text):
                if let next = nodes[place].texts[text] {
                    place = next
                } else {
                    nodes.append(Node())
                    nodes[place].texts[text] = nodes.count - 1
                    place = nodes.count - 1
                }
            case .place:
                if let next = nodes[place].place {
                    place = next
                } else {
                    nodes.append(Node())
                    nodes[place].place = nodes.count - 1
                    place = nodes.count - 1
                }
            }
        }
        nodes[place].elements.append((method, element))
    }

    /// - Parameter parts: the parts of the path, decoded.
    func match(_ parts: [String], method: String) -> Match {
        var places: [String] = []
        var others: [String] = []
        if let element = find(parts, 0, in: 0, method: method, places: &places, others: &others) {
            return .found(element, places: places)
        }
        return others.isEmpty ? .nothing : .otherMethods(others)
    }

    private func find(
        _ parts: [String], _ index: Int, in node: Int, method: String, places: inout [String], others: inout [String]
    ) -> Element? {
        guard index < parts.count else {
            if let found = nodes[node].elements.first(where: { $0.method == method }) { return found.element }
            for element in nodes[node].elements where !others.contains(element.method) { others.append(element.method) }
            return nil
        }
        if let next = nodes[node].texts[parts[index]],
            let found = find(parts, index + 1, in: next, method: method, places: &places, others: &others)
        {
            return found
        }
        // An empty part stands for nothing that a place could name.
        guard let next = nodes[node].place, !parts[index].isEmpty else { return nil }
        places.append(parts[index])
        if let found = find(parts, index + 1, in: next, method: method, places: &places, others: &others) { return found }
        places.removeLast()
        return nil
    }
}
