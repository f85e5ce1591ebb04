/// The functions of the standard library and of OpenFGA's `ipaddress`.
enum Function: String, Sendable, CaseIterable {
    case size, contains, startsWith, endsWith, matches
    case bool, int, uint, double, string, bytes, duration, timestamp, ipaddress, dyn, type
    case isIn = "in_cidr"
    case getFullYear, getMonth, getDate, getDayOfMonth, getDayOfWeek, getDayOfYear, getHours, getMinutes, getSeconds, getMilliseconds

    /// One way to call a function: `target.name(arguments)` with a target, `name(arguments)` without.
    struct Overload {
        let target: ValueType?
        let arguments: [ValueType]
        let result: ValueType
    }

    var overloads: [Overload] { Self.table[self] ?? [] }

    private static let table: [Function: [Overload]] = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.signatures) })

    private var signatures: [Overload] {
        switch self {
        case .size:
            [ValueType.string, .bytes, .list(.any), .map(.any, .any)].flatMap {
                [Overload(target: nil, arguments: [$0], result: .int), Overload(target: $0, arguments: [], result: .int)]
            }
        case .contains, .startsWith, .endsWith: [Overload(target: .string, arguments: [.string], result: .bool)]
        case .matches:
            [
                Overload(target: .string, arguments: [.string], result: .bool),
                Overload(target: nil, arguments: [.string, .string], result: .bool),
            ]
        case .isIn: [Overload(target: .ipaddress, arguments: [.string], result: .bool)]
        case .bool: Self.conversions(to: .bool, from: .bool, .string)
        case .int: Self.conversions(to: .int, from: .int, .uint, .double, .string, .timestamp, .duration)
        case .uint: Self.conversions(to: .uint, from: .uint, .int, .double, .string)
        case .double: Self.conversions(to: .double, from: .double, .int, .uint, .string)
        case .string:
            Self.conversions(to: .string, from: .string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration, .ipaddress)
        case .bytes: Self.conversions(to: .bytes, from: .bytes, .string)
        case .duration: Self.conversions(to: .duration, from: .duration, .string)
        case .timestamp: Self.conversions(to: .timestamp, from: .timestamp, .string, .int)
        case .ipaddress: Self.conversions(to: .ipaddress, from: .ipaddress, .string)
        case .dyn: [Overload(target: nil, arguments: [.any], result: .any)]
        case .type: [Overload(target: nil, arguments: [.any], result: .type)]
        case .getFullYear, .getMonth, .getDate, .getDayOfMonth, .getDayOfWeek, .getDayOfYear: Self.partsOfTimestamp
        case .getHours, .getMinutes, .getSeconds, .getMilliseconds:
            Self.partsOfTimestamp + [Overload(target: .duration, arguments: [], result: .int)]
        }
    }

    var isConversion: Bool {
        switch self {
        case .bool, .int, .uint, .double, .string, .bytes, .duration, .timestamp, .ipaddress: true
        default: false
        }
    }

    private static let partsOfTimestamp = [
        Overload(target: .timestamp, arguments: [], result: .int), Overload(target: .timestamp, arguments: [.string], result: .int),
    ]

    private static func conversions(to result: ValueType, from types: ValueType...) -> [Overload] {
        types.map { Overload(target: nil, arguments: [$0], result: result) }
    }
}
