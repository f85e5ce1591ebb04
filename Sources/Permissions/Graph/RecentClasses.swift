import Foundation

/// The classes met last while many relationships are told, so that one like those before it needs no search by all its names.
struct RecentClasses {
    struct Numbers {
        let objectType: UInt32
        let subjectType: UInt32
        let edgeClass: UInt32
    }

    private struct Known {
        let lengths: UInt64
        let isWildcard: Bool
        /// The names behind one another.
        let names: ContiguousArray<UInt8>
        let numbers: Numbers
    }

    private static let limit = 32

    private var recent: ContiguousArray<Known> = []
    private var next = 0

    /// Nil for a class that was not met lately.
    @inline(__always)
    func numbers(of texts: RelationshipTexts) -> Numbers? {
        let lengths = RecentClasses.lengths(texts)
        for index in recent.indices where recent[index].lengths == lengths {
            if RecentClasses.fits(recent[index], texts) { return recent[index].numbers }
        }
        return nil
    }

    /// The numbers for a relationship without condition and expiry, new ones if need be.
    mutating func numbers(
        of relationship: Relationship, _ texts: RelationshipTexts, _ entities: inout EntityTable, _ classes: inout EdgeClassTable
    ) -> Numbers {
        if let known = numbers(of: texts) { return known }
        let edgeClass = EdgeClass(of: relationship)
        let numbers = Numbers(
            objectType: entities.internType(edgeClass.objectType), subjectType: entities.internType(edgeClass.subjectType),
            edgeClass: classes.intern(edgeClass))
        var names = ContiguousArray(texts.objectType)
        for name in [texts.relation, texts.subjectType, texts.subjectRelation] { names += name }
        remember(
            Known(lengths: RecentClasses.lengths(texts), isWildcard: edgeClass.subject == .wildcard, names: names, numbers: numbers))
        return numbers
    }

    private mutating func remember(_ known: Known) {
        if recent.count < RecentClasses.limit {
            recent.append(known)
        } else {
            recent[next] = known
            next = (next + 1) % RecentClasses.limit
        }
    }

    /// Names are shorter than what one part holds; of longer ones the bytes are not the same.
    @inline(__always)
    private static func lengths(_ texts: RelationshipTexts) -> UInt64 {
        UInt64(truncatingIfNeeded: texts.objectType.count) << 48 ^ UInt64(truncatingIfNeeded: texts.relation.count) << 32
            ^ UInt64(truncatingIfNeeded: texts.subjectType.count) << 16 ^ UInt64(truncatingIfNeeded: texts.subjectRelation.count)
    }

    @inline(__always)
    private static func fits(_ known: Known, _ texts: RelationshipTexts) -> Bool {
        known.names.withUnsafeBufferPointer { names in
            var start = 0
            return matches(names, &start, texts.objectType) && matches(names, &start, texts.relation)
                && matches(names, &start, texts.subjectType) && matches(names, &start, texts.subjectRelation)
                && known.isWildcard == (texts.subjectIsStar && texts.subjectRelation.isEmpty)
        }
    }

    @inline(__always)
    private static func matches(_ names: UnsafeBufferPointer<UInt8>, _ start: inout Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard names.count - start >= name.count, let first = names.baseAddress else { return false }
        defer { start += name.count }
        guard let bytes = name.baseAddress else { return true }
        return memcmp(first + start, bytes, name.count) == 0
    }
}
