extension Checker {
    func literalType(_ value: Value) -> ValueType {
        switch value {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .duration: .duration
        case .timestamp: .timestamp
        case .ipaddress: .ipaddress
        case .type: .type
        case .list: .list(.any)
        case .map: .map(.any, .any)
        }
    }

    mutating func map(_ entries: [Syntax.Entry]) -> Checked {
        var nodes: [Node.Entry] = []
        var (keys, values): ([ValueType], [ValueType]) = ([], [])
        for entry in entries {
            let (key, value) = (check(entry.key), check(entry.value))
            nodes.append(Node.Entry(key: key.node, value: value.node))
            let isKey = [.any, .bool, .int, .uint, .string].contains(key.type)
            let advice = "a key of a map is a bool, an int, a uint or a string, and this is \(key.type.phrase)"
            keys.append(isKey ? key.type : mismatch(advice, at: entry.key).type)
            values.append(value.type)
        }
        return (.map(nodes), .map(.shared(keys), .shared(values)))
    }

    mutating func index(_ target: Syntax, _ key: Syntax, at syntax: Syntax) -> Checked {
        let (range, place) = (check(target), check(key))
        let node = Node.index(range.node, place.node)
        switch range.type {
        case .any: return (node, .any)
        case .list(let element):
            require(place.type, .int, for: "an index of a list is an int", at: key)
            return (node, element)
        case .map(let expected, let value):
            require(place.type, expected, for: "a key of this map is \(expected.phrase)", at: key)
            return (node, value)
        default: return mismatch("only a list or a map has elements, and this is \(range.type.phrase)", at: syntax)
        }
    }

    mutating func conditional(_ condition: Syntax, _ first: Syntax, _ second: Syntax) -> Checked {
        let (test, yes, no) = (check(condition), check(first), check(second))
        require(test.type, .bool, for: "in front of `?` stands a bool", at: condition)
        guard let type = yes.type.joined(with: no.type) else {
            let message = "both sides of `:` must have one type, and these are \(yes.type.phrase) and \(no.type.phrase)"
            return mismatch(message, at: second)
        }
        return (.conditional(test.node, yes.node, no.node), type)
    }

    mutating func operation(_ binary: Operator, _ left: Syntax, _ right: Syntax, at syntax: Syntax) -> Checked {
        let (first, second) = (check(left), check(right))
        guard let type = Self.type(of: binary, first.type, second.type) else {
            let message = "`\(binary.rawValue)` does not join \(first.type.phrase) and \(second.type.phrase)"
            return mismatch(message + Self.advice(binary, first.type, second.type), at: syntax)
        }
        return (.binary(binary, first.node, second.node), type)
    }

    /// The type of the result; nil when the operator does not join the two.
    private static func type(of binary: Operator, _ left: ValueType, _ right: ValueType) -> ValueType? {
        switch binary {
        case .equal, .notEqual: return left.agrees(with: right) ? .bool : nil
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return left.isOrdered && right.isOrdered && left.agrees(with: right) ? .bool : nil
        case .isIn:
            switch right {
            case .any: return .bool
            case .list(let element): return left.agrees(with: element) ? .bool : nil
            case .map(let key, _): return left.agrees(with: key) ? .bool : nil
            default: return nil
            }
        case .add, .subtract, .multiply, .divide, .remainder:
            if binary == .add, case .list = left, case .list = right { return left.joined(with: right) }
            let results = Set(sums(binary).filter { $0.left.agrees(with: left) && $0.right.agrees(with: right) }.map(\.result))
            if case .list = left, right == .any, binary == .add { return left.joined(with: .list(.any)) }
            if case .list = right, left == .any, binary == .add { return right.joined(with: .list(.any)) }
            return results.count > 1 || left == .any && right == .any ? .any : results.first
        }
    }

    private static func sums(_ binary: Operator) -> [(left: ValueType, right: ValueType, result: ValueType)] {
        let whole: [(ValueType, ValueType, ValueType)] = [(.int, .int, .int), (.uint, .uint, .uint)]
        let numbers = whole + [(.double, .double, .double)]
        return switch binary {
        case .add:
            numbers + [
                (.string, .string, .string), (.bytes, .bytes, .bytes), (.timestamp, .duration, .timestamp),
                (.duration, .timestamp, .timestamp), (.duration, .duration, .duration),
            ]
        case .subtract:
            numbers + [
                (.timestamp, .duration, .timestamp), (.timestamp, .timestamp, .duration), (.duration, .duration, .duration),
            ]
        case .multiply, .divide: numbers
        case .remainder: whole
        default: []
        }
    }

    private static func advice(_ binary: Operator, _ left: ValueType, _ right: ValueType) -> String {
        let numbers: [ValueType] = [.int, .uint, .double]
        if numbers.contains(left), numbers.contains(right), left != right {
            return "; convert one of them, as in `\(left)(x)`"
        }
        if left == .null || right == .null, left != right { return "; only a timestamp, a duration and an address can be null" }
        if binary == .isIn { return "; on its right stands a list of such elements or a map with such keys" }
        if [.timestamp, .duration, .ipaddress].contains(left), right == .string { return "; convert the text, as in `\(left)(x)`" }
        if [.timestamp, .duration, .ipaddress].contains(right), left == .string { return "; convert the text, as in `\(right)(x)`" }
        return ""
    }
}
