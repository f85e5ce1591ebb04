import Expressions

import struct Foundation.Date

/// The subjects of one object in a class whose edges expire or depend on a condition, with each edge's own values.
struct DecoratedRow: Sendable {
    struct Decoration: Sendable {
        let expiresAt: Date?
        let context: [String: Value]

        /// Whether the condition counts as one that holds, whatever it says: only where somebody tries what would follow from that.
        var isAssumedToHold: Bool {
            guard context.count == 1, case .bytes? = context[DecoratedRow.assumption] else { return false }
            return true
        }

        /// About as many as it takes, its place in the row included.
        var byteCount: Int {
            context.reduce(32) { $0 + 64 + $1.key.utf8.count + $1.value.byteCount }
        }

        func isVisible(at now: Date) -> Bool { expiresAt.map { now < $0 } ?? true }
    }

    /// In the place of a condition's values, with bytes as its value: no parameter is called so, and JSON has no bytes.
    static let assumption = ""

    private(set) var subjects = SortedRow()
    private(set) var decorations: ContiguousArray<Decoration> = []

    func decoration(of subject: UInt32) -> Decoration? {
        let position = subjects.position(of: subject)
        guard position < subjects.values.count, subjects.values[position] == subject else { return nil }
        return decorations[position]
    }

    mutating func set(_ subject: UInt32, _ decoration: Decoration) {
        let position = subjects.position(of: subject)
        if position < subjects.values.count, subjects.values[position] == subject {
            decorations[position] = decoration
        } else {
            subjects.insert(subject)
            decorations.insert(decoration, at: position)
        }
    }

    mutating func remove(_ subject: UInt32) {
        let position = subjects.position(of: subject)
        guard position < subjects.values.count, subjects.values[position] == subject else { return }
        subjects.remove(subject)
        decorations.remove(at: position)
    }
}
