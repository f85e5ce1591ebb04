package import Permissions

/// What questions of one tenant may cost, and how much it may store; a limit nobody has set is the default.
package struct TenantLimits: Sendable, Hashable {
    /// The limits by the names they have in the table and on the wire.
    package enum Name: String, CaseIterable, Sendable {
        case checkDepth = "check_depth"
        case checkWork = "check_work"
        case listWork = "list_work"
        case checkMilliseconds = "check_milliseconds"
        case listMilliseconds = "list_milliseconds"
        case contextualRelationships = "contextual_relationships"
        /// How long one page of `reach` is looked for.
        case reachMilliseconds = "reach_milliseconds"
        /// How many the tenant may have, since all of them are in memory together.
        case relationships

        /// What keeps the tenant able to ask anything at all, and its neighbours able to go on while it asks.
        package var range: ClosedRange<Int> {
            switch self {
            case .checkDepth: 10...CheckLimits.deepest
            case .checkWork: 100...10_000_000
            case .listWork: 1_000...100_000_000
            case .checkMilliseconds: 10...10_000
            case .listMilliseconds: 100...60_000
            case .contextualRelationships: 0...500
            case .reachMilliseconds: 100...10_000
            case .relationships: 0...1_000_000_000
            }
        }

        package var standard: Int {
            switch self {
            case .checkDepth: CheckLimits.standard.depth
            case .checkWork: CheckLimits.standard.work
            case .listWork: CheckLimits.standard.listWork
            case .checkMilliseconds: CheckLimits.standard.milliseconds
            case .listMilliseconds: CheckLimits.standard.listMilliseconds
            case .contextualRelationships: CheckLimits.standard.contextualRelationships
            case .reachMilliseconds: 1_000
            case .relationships: 50_000_000
            }
        }
    }

    /// A value that is not in the range of its limit.
    package struct OutOfRange: Error, Equatable {
        package let name: Name
        package let value: Int
    }

    package static let standard = TenantLimits(unchecked: [:])

    /// Those that are not the default.
    package let changed: [Name: Int]
    /// What one check, and one list, may cost.
    package let check: CheckLimits

    package init(_ values: [Name: Int]) throws(OutOfRange) {
        for name in Name.allCases {
            if let value = values[name], !name.range.contains(value) { throw OutOfRange(name: name, value: value) }
        }
        self.init(unchecked: values)
    }

    private init(unchecked values: [Name: Int]) {
        changed = values.filter { $0.value != $0.key.standard }
        let value = { (name: Name) in values[name] ?? name.standard }
        check = CheckLimits(
            depth: value(.checkDepth), work: value(.checkWork), contextualRelationships: value(.contextualRelationships),
            listWork: value(.listWork), milliseconds: value(.checkMilliseconds), listMilliseconds: value(.listMilliseconds))
    }

    package subscript(name: Name) -> Int { changed[name] ?? name.standard }

    package var reachTime: Duration { .milliseconds(self[.reachMilliseconds]) }
}
