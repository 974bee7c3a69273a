import Hummingbird

/// One header of a request or an answer.
typealias HTTPField = HTTPFields.Element
