/// The number of a state of a tenant's graph; it grows with every write.
package struct Revision: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    package static func < (first: Revision, second: Revision) -> Bool { first.rawValue < second.rawValue }

    package var description: String { String(rawValue) }
}
