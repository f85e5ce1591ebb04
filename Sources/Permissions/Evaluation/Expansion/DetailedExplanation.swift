/// An answer with everything that explains it.
package struct DetailedExplanation: Sendable {
    /// Relationships in a proof.
    static let linkLimit = 500

    package let result: ConditionalResult
    /// For an allow, the fewest relationships it rests on, from the subject up to the object; several chains behind one another
    /// when several parts of an `and` were needed. Bounded.
    package let proof: [ExplanationLink]
    /// False when relationships were left out of the proof to keep it short, or none was found within the limits of the question.
    package let isProofComplete: Bool
    /// For a denial, what was tried and what was missing; nil otherwise. Bounded.
    package let failedBranches: FailedBranch?
    /// For a denial, the smallest sets of relationships each of which would allow it, tried one by one. One with a condition allows
    /// it while the condition holds; an object named `new` stands for one that does not exist yet.
    package let grants: [[Relationship]]

    init(_ result: ConditionalResult, proof: Proof) {
        let links = proof.chains.enumerated().flatMap { number, chain in
            chain.map { ExplanationLink(subject: $0.subject, relation: $0.relation, object: $0.object, chain: number) }
        }
        self.init(
            result, proof: Array(links.prefix(DetailedExplanation.linkLimit)),
            isProofComplete: proof.isComplete && links.count <= DetailedExplanation.linkLimit)
    }

    init(
        _ result: ConditionalResult, proof: [ExplanationLink] = [], isProofComplete: Bool = true, failedBranches: FailedBranch? = nil,
        grants: [[Relationship]] = []
    ) {
        self.result = result
        self.proof = proof
        self.isProofComplete = isProofComplete
        self.failedBranches = failedBranches
        self.grants = grants
    }
}

/// One relationship that an answer rests on.
package struct ExplanationLink: Hashable, Sendable {
    package let subject: String
    package let relation: String
    package let object: String
    /// Links with the same number follow one another.
    package let chain: Int
}

/// A part of a question that did not make it true.
package indirect enum FailedBranch: Equatable, Sendable {
    /// A relation of an object, and the part it is defined by.
    case relation(name: String, part: FailedBranch)
    /// No relationship of the object gives the relation to the subject. `parts` are the sets of subjects that were tried instead.
    case direct(name: String, accepted: [String], parts: [FailedBranch])
    /// Relationships named by `tupleset` led nowhere, or there were none.
    case parents(tupleset: String, parts: [FailedBranch])
    /// A relationship whose condition does not hold or could not be evaluated, or that has expired.
    case inactive(relationship: String, reason: String)
    /// None of the parts is true.
    case union([FailedBranch])
    /// These parts are not true; the others are.
    case intersection([FailedBranch])
    /// Given, and taken away again by what `reason` names.
    case takenAway(name: String, reason: String)
    /// Met before on the same way.
    case circle(name: String)
    /// Left out, to keep the explanation short.
    case more
}
