import API
import Permissions
import Store

/// How new the state has to be that a question is answered from. Every answer is from the newest state that checks know of; what can be
/// asked for is that it knows of something.
enum Freshness: Sendable, Equatable {
    /// Of nothing in particular.
    case present
    /// Of a revision that the service has answered.
    case atLeast(Revision)
    /// Of everything that is committed when it is asked.
    case everything

    init(atLeast revision: UInt64?, fullyConsistent: Bool?) throws(Refusal) {
        guard revision == nil || fullyConsistent != true else {
            throw Refusal(.invalidRequest, "give either `at_least_as_fresh` or `fully_consistent`")
        }
        guard (revision ?? 0) <= Int64.max else {
            throw Refusal(.invalidRequest, "`at_least_as_fresh` is too large: write a revision that the service has answered")
        }
        if fullyConsistent == true { self = .everything } else { self = revision.map { .atLeast(Revision(rawValue: $0)) } ?? .present }
    }

    init(_ circumstances: Circumstances) throws(Refusal) {
        try self.init(atLeast: circumstances.atLeastAsFresh, fullyConsistent: circumstances.fullyConsistent)
    }

    static let parameters: Set<String> = ["at_least_as_fresh", "fully_consistent"]

    init(_ query: Query) throws(Refusal) {
        let revision = try query["at_least_as_fresh"].map { text throws(Refusal) in
            guard let number = UInt64(text), number <= Int64.max else {
                throw Refusal(.invalidRequest, "`at_least_as_fresh` is `\(text)`: write a revision that the service has answered")
            }
            return number
        }
        let isFull = try query["fully_consistent"].map { text throws(Refusal) in
            guard let isFull = Bool(text) else {
                throw Refusal(.invalidRequest, "`fully_consistent` is `\(text)`: write `true` or `false`")
            }
            return isFull
        }
        try self.init(atLeast: revision, fullyConsistent: isFull)
    }

    /// Waits until checks know of what was asked for, and answers the revision that is; nil when nothing was.
    func settle(_ tenant: TenantID, in store: Store) async throws -> Revision? {
        switch self {
        case .present: return nil
        case .atLeast(let revision): return try await store.graph(tenant, atLeast: revision).revision
        case .everything: return try await store.revision(tenant)
        }
    }
}
