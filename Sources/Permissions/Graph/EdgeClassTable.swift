/// Numbers for edge classes, from 1, and which of them can hold the same relationship.
struct EdgeClassTable: Sendable {
    private(set) var classes: ContiguousArray<EdgeClass> = []
    /// How many edges each class has; a question leaves out empty ones.
    private(set) var counts: ContiguousArray<Int> = [0]
    private var numbers: [EdgeClass: UInt32] = [:]
    /// Which family a plain class leads, whether or not it has a number itself.
    private var families: [EdgeClass: Int] = [:]
    private var members: ContiguousArray<ContiguousArray<UInt32>> = []
    private var familyOfClass: ContiguousArray<Int> = [0]

    /// The same classes under the same numbers, none of which has an edge.
    var withoutEdges: EdgeClassTable {
        var table = self
        table.counts = ContiguousArray(repeating: 0, count: counts.count)
        return table
    }

    func number(of edgeClass: EdgeClass) -> UInt32? { numbers[edgeClass] }

    subscript(number: UInt32) -> EdgeClass { classes[Int(number) - 1] }

    mutating func intern(_ edgeClass: EdgeClass) -> UInt32 {
        if let known = numbers[edgeClass] { return known }
        classes.append(edgeClass)
        counts.append(0)
        let number = UInt32(classes.count)
        numbers[edgeClass] = number
        let plain = EdgeClassTable.plain(edgeClass)
        let family = families[plain] ?? members.count
        if family == members.count {
            families[plain] = family
            members.append([])
        }
        members[family].append(number)
        familyOfClass.append(family)
        return number
    }

    /// The classes that differ in condition and expiry only: one relationship is in at most one of them.
    func family(of edgeClass: EdgeClass) -> ContiguousArray<UInt32> {
        families[EdgeClassTable.plain(edgeClass)].map { members[$0] } ?? []
    }

    func family(of number: UInt32) -> ContiguousArray<UInt32> { members[familyOfClass[Int(number)]] }

    func isDecorated(_ number: UInt32) -> Bool { classes[Int(number) - 1].isDecorated }

    mutating func count(_ number: UInt32, _ change: Int) {
        counts[Int(number)] += change
    }

    private static func plain(_ edgeClass: EdgeClass) -> EdgeClass {
        var plain = edgeClass
        plain.condition = nil
        plain.expires = false
        return plain
    }
}
