import Testing

@testable import Triggers
