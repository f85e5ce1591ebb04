/// The parameters of an export, as they stand in the query string.
public struct ExportQuery: Sendable, Equatable {
    /// The last relationship that came of an export that was interrupted, as `object#relation@subject`; with its revision.
    public var after: String?
    public var revision: UInt64?
    /// A revision that an export which begins must know of.
    public var atLeastAsFresh: UInt64?
    /// Whether it must know of everything that is committed; not beside `atLeastAsFresh`.
    public var fullyConsistent: Bool

    public init(after: String? = nil, revision: UInt64? = nil, atLeastAsFresh: UInt64? = nil, fullyConsistent: Bool = false) {
        self.after = after
        self.revision = revision
        self.atLeastAsFresh = atLeastAsFresh
        self.fullyConsistent = fullyConsistent
    }

    /// Only the parameters that are set, in a fixed order.
    public var parameters: [(name: String, value: String)] {
        let all: [(name: String, value: String?)] = [
            ("after", after), ("revision", revision.map(String.init)), ("at_least_as_fresh", atLeastAsFresh.map(String.init)),
            ("fully_consistent", fullyConsistent ? "true" : nil),
        ]
        return all.compactMap { parameter in parameter.value.map { (parameter.name, $0) } }
    }
}
