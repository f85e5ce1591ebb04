/// The classes met last while a graph is made, so that a relationship like the ones before it needs no search by all its names.
struct RecentClasses {
    struct Numbers {
        let objectType: UInt32
        let subjectType: UInt32
        let edgeClass: UInt32
    }

    private static let limit = 16

    private var recent: ContiguousArray<(edgeClass: EdgeClass, numbers: Numbers)> = []
    private var next = 0

    /// The numbers for a relationship without condition and expiry.
    mutating func numbers(of relationship: Relationship, in content: inout GraphContent) -> Numbers {
        for index in recent.indices where RecentClasses.fits(recent[index].edgeClass, relationship) { return recent[index].numbers }
        let edgeClass = EdgeClass(of: relationship)
        let numbers = Numbers(
            objectType: content.internType(edgeClass.objectType), subjectType: content.internType(edgeClass.subjectType),
            edgeClass: content.internClass(edgeClass))
        if recent.count < RecentClasses.limit {
            recent.append((edgeClass, numbers))
        } else {
            recent[next] = (edgeClass, numbers)
            next = (next + 1) % RecentClasses.limit
        }
        return numbers
    }

    @inline(__always)
    private static func fits(_ edgeClass: EdgeClass, _ relationship: Relationship) -> Bool {
        guard sameBytes(edgeClass.relation, relationship.relation), sameBytes(edgeClass.objectType, relationship.object.type),
            sameBytes(edgeClass.subjectType, relationship.subject.type)
        else { return false }
        switch edgeClass.subject {
        case .object: return relationship.subject.relation == nil && !relationship.subject.isWildcard
        case .wildcard: return relationship.subject.isWildcard
        case .relation(let name): return relationship.subject.relation.map { sameBytes($0, name) } ?? false
        }
    }
}
