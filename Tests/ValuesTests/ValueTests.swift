import Testing
import Values

@Suite("Values")
struct ValueTests {
    @Test("each accessor gives its kind only")
    func accessors() {
        let value: Value = ["text": "x", "flag": true, "int": 1, "double": 1.5, "list": [1, 2], "none": nil]
        #expect(value["text"]?.stringValue == "x")
        #expect(value["flag"]?.boolValue == true)
        #expect(value["int"]?.intValue == 1)
        #expect(value["int"]?.numberValue == 1)
        #expect(value["double"]?.numberValue == 1.5)
        #expect(value["double"]?.intValue == nil)
        #expect(value["list"]?[1] == 2)
        #expect(value["list"]?[2] == nil)
        #expect(value["list"]?[-1] == nil)
        #expect(value["none"]?.isNull == true)
        #expect(value["missing"] == nil)
        #expect(value["text"]?["x"] == nil)
        #expect(value["text"]?.boolValue == nil)
        #expect(value.listValue == nil)
    }

    @Test("each kind has a name for messages")
    func kinds() {
        let values: [Value] = [nil, true, 1, 1.5, "x", [], [:]]
        #expect(values.map(\.kindName) == ["null", "boolean", "integer", "number", "text", "list", "map"])
    }

    @Test("members can be set, replaced in their place, and removed")
    func members() {
        var members: ValueObject = ["a": 1, "b": 2]
        let replaced = members.set("a", to: 3)
        let added = members.set("c", to: 4)
        #expect(replaced && !added)
        members["b"] = nil
        members["d"] = .null
        #expect(members.keys == ["a", "c", "d"])
        #expect(members.member(at: 0).key == "a" && members.member(at: 0).value == 3)
        #expect(members["d"] == .some(.null))
        members.merge(["c": 5, "e": 6])
        #expect(Value.object(members).jsonText() == #"{"a":3,"c":5,"d":null,"e":6}"#)
        #expect(ValueObject([("k", 1), ("l", 2), ("k", 3)]) == ["l": 2, "k": 3])
        #expect(ValueObject([("k", 1), ("l", 2), ("k", 3)]).keys == ["k", "l"])
    }

    @Test("objects of different members are different")
    func inequality() {
        #expect(Value.object(["a": 1]) != ["a": 2])
        #expect(Value.object(["a": 1]) != ["b": 1])
        #expect(Value.object(["a": 1]) != ["a": 1, "b": 2])
        #expect(Value.object(["a": 1]) != ["a": 1.0])
        #expect(Value.object(["a": nil]) != [:])
    }
}
