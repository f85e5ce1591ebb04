/// The value of `type(x)`: the name CEL gives to the type of a value (language definition, "Type values").
package enum TypeName: String, Hashable, Sendable, CaseIterable {
    case null = "null_type"
    case bool, int, uint, double, string, bytes, list, map, type
    case duration = "google.protobuf.Duration"
    case timestamp = "google.protobuf.Timestamp"
    case ipaddress = "IPAddress"

    /// The types an expression may name; that of addresses is made by a function and has no name of its own.
    static let named: [String: TypeName] = Dictionary(
        uniqueKeysWithValues: allCases.filter { $0 != .ipaddress }.map { ($0.rawValue, $0) })

    init(of value: Value) {
        self =
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
            case .list: .list
            case .map: .map
            }
    }
}
