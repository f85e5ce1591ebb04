/// A secret that crosses the wire: its description is redacted, so that no log and no error can carry it.
public struct SecretText: Codable, Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The secret itself; read it only where it is used.
    public let exposed: String

    public init(_ exposed: String) {
        self.exposed = exposed
    }

    public init(from decoder: any Decoder) throws {
        exposed = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(exposed)
    }

    public var description: String { "[redacted]" }
    public var debugDescription: String { "[redacted]" }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Compares every byte whatever the first difference, so that time says nothing about where it is.
    public static func == (left: SecretText, right: SecretText) -> Bool {
        let (a, b) = (Array(left.exposed.utf8), Array(right.exposed.utf8))
        var difference: UInt8 = a.count == b.count ? 0 : 1
        for index in 0..<min(a.count, b.count) {
            difference |= a[index] ^ b[index]
        }
        return difference == 0
    }
}
