/// Arithmetic and order of values; what overflows or has no meaning is an error, never a wrong number.
enum Arithmetic {
    enum Order {
        case less, equal, greater
        /// Not a number is neither.
        case none
    }

    static func isNumber(_ value: Value) -> Bool {
        switch value {
        case .int, .uint, .double: true
        default: false
        }
    }

    /// The entry of a key; numbers of different types that are the same whole number are one key, and what
    /// cannot be a key has no entry.
    static func entry(_ key: Value, in entries: [Value: Value]) -> Value? {
        switch key {
        case .bool, .string: return entries[key]
        case .int(let number): return entries[key] ?? UInt64(exactly: number).flatMap { entries[.uint($0)] }
        case .uint(let number): return entries[key] ?? Int64(exactly: number).flatMap { entries[.int($0)] }
        case .double(let number):
            return Int64(exactly: number).flatMap { entries[.int($0)] } ?? UInt64(exactly: number).flatMap { entries[.uint($0)] }
        default: return nil
        }
    }

    /// A place in a list: any number that is whole.
    static func index(_ key: Value) -> Int? {
        switch key {
        case .int(let number): Int(exactly: number)
        case .uint(let number): Int(exactly: number)
        case .double(let number): Int(exactly: number)
        default: nil
        }
    }

    static func negated(_ value: Value) throws(EvaluationError) -> Value {
        switch value {
        case .int(let number) where number != .min: return .int(-number)
        case .double(let number): return .double(-number)
        case .int: throw EvaluationError("the number is out of range")
        default: throw EvaluationError("\(value.phrase) cannot be negated")
        }
    }

    static func order(_ left: Value, _ right: Value) throws(EvaluationError) -> Order {
        switch (left, right) {
        case (.string(let first), .string(let second)):
            // The order of the bytes of UTF-8 is that of the code points.
            return order(of: first.utf8, second.utf8)
        case (.bytes(let first), .bytes(let second)): return order(of: first, second)
        case (.bool(let first), .bool(let second)): return order(first ? 1 : 0, second ? 1 : 0)
        case (.duration(let first), .duration(let second)), (.timestamp(let first), .timestamp(let second)): return order(first, second)
        case (.double(let first), .double(let second)): return order(of: first, second)
        case (.double(let first), _) where isNumber(right): return order(of: first, whole(right))
        case (_, .double(let second)) where isNumber(left): return reversed(order(of: second, whole(left)))
        default:
            guard isNumber(left), isNumber(right) else { throw EvaluationError("\(left.phrase) and \(right.phrase) have no order") }
            return order(whole(left), whole(right))
        }
    }

    static func apply(_ binary: Operator, _ left: Value, _ right: Value) throws(EvaluationError) -> Value {
        switch (left, right) {
        case (.int(let first), .int(let second)): return .int(try checked(binary, first, second))
        case (.uint(let first), .uint(let second)): return .uint(try checked(binary, first, second))
        case (.double(let first), .double(let second)): return .double(try real(binary, first, second))
        case (.string(let first), .string(let second)) where binary == .add: return .string(first + second)
        case (.bytes(let first), .bytes(let second)) where binary == .add: return .bytes(first + second)
        case (.list(let first), .list(let second)) where binary == .add: return .list(first + second)
        case (.timestamp(let first), .duration(let second)) where binary == .add: return .timestamp(try Times.timestamp(first + second))
        case (.duration(let first), .timestamp(let second)) where binary == .add: return .timestamp(try Times.timestamp(first + second))
        case (.duration(let first), .duration(let second)) where binary == .add: return .duration(try Times.duration(first + second))
        case (.timestamp(let first), .duration(let second)) where binary == .subtract:
            return .timestamp(try Times.timestamp(first - second))
        case (.timestamp(let first), .timestamp(let second)) where binary == .subtract: return .duration(try Times.duration(first - second))
        case (.duration(let first), .duration(let second)) where binary == .subtract: return .duration(try Times.duration(first - second))
        default: throw EvaluationError("`\(binary.rawValue)` does not join \(left.phrase) and \(right.phrase)")
        }
    }

    private static func whole(_ value: Value) -> Int128 {
        switch value {
        case .int(let number): Int128(number)
        case .uint(let number): Int128(number)
        default: 0
        }
    }

    private static func order<Element: Comparable>(_ first: Element, _ second: Element) -> Order {
        first < second ? .less : first == second ? .equal : .greater
    }

    private static func order(of first: Double, _ second: Double) -> Order {
        first < second ? .less : first == second ? .equal : first > second ? .greater : .none
    }

    /// The whole number is rounded to a double, as the specification has it.
    private static func order(of first: Double, _ second: Int128) -> Order {
        order(of: first, Double(second))
    }

    private static func order(of first: some Sequence<UInt8>, _ second: some Sequence<UInt8>) -> Order {
        first.elementsEqual(second) ? .equal : first.lexicographicallyPrecedes(second) ? .less : .greater
    }

    private static func reversed(_ order: Order) -> Order {
        switch order {
        case .less: .greater
        case .greater: .less
        case .equal, .none: order
        }
    }

    private static func checked<Number: FixedWidthInteger>(_ binary: Operator, _ first: Number, _ second: Number)
        throws(EvaluationError) -> Number
    {
        let (result, overflow): (Number, Bool)
        switch binary {
        case .add: (result, overflow) = first.addingReportingOverflow(second)
        case .subtract: (result, overflow) = first.subtractingReportingOverflow(second)
        case .multiply: (result, overflow) = first.multipliedReportingOverflow(by: second)
        case .divide, .remainder:
            guard second != 0 else { throw EvaluationError("division by zero") }
            (result, overflow) =
                binary == .divide ? first.dividedReportingOverflow(by: second) : first.remainderReportingOverflow(dividingBy: second)
        default: throw EvaluationError("`\(binary.rawValue)` is not arithmetic")
        }
        guard !overflow else { throw EvaluationError("the number is out of range") }
        return result
    }

    private static func real(_ binary: Operator, _ first: Double, _ second: Double) throws(EvaluationError) -> Double {
        switch binary {
        case .add: first + second
        case .subtract: first - second
        case .multiply: first * second
        case .divide: first / second
        default: throw EvaluationError("`\(binary.rawValue)` is not for doubles")
        }
    }
}
