import Expressions

import struct Foundation.Date

extension Graph {
    /// Answers a question on this snapshot.
    package func check(_ question: Question) -> CheckResult {
        switch prepare(question) {
        case .failure(let failure): .failed(failure)
        case .success(let prepared):
            prepared.graph.answer(
                prepared.subject, prepared.object, prepared.relation, context: question.context, now: question.now, limits: question.limits)
        }
    }

    /// A question whose names were found, and the snapshot to ask.
    struct Prepared {
        let graph: Graph
        let subject: SubjectNumbers
        let object: UInt32
        let relation: Int
    }

    /// The answer for numbers of this graph; a question that turns out to need it is asked again with results kept.
    func answer(
        _ subject: SubjectNumbers, _ object: UInt32, _ relation: Int, context: [String: Value], now: Date, limits: CheckLimits
    ) -> CheckResult {
        let number = plainProgram(of: relation, kind: subject.kind, limits)
        if number >= 0 {
            if PlainSearch.holds(self, program: number, at: object, subject: subject) { return .allowed }
            var sets = SubjectSets()
            var work = min(limits.work, PlainSearch.mostWork)
            switch PlainSearch.walk(self, program: number, at: object, subject: subject, sets: &sets, work: &work) {
            case .yes: return .allowed
            case .no: return .denied
            case .undecided: break
            }
        }
        if let dispatches = limits.dispatches, isPlainlyAllowed(subject, object, relation, limits, within: dispatches) { return .allowed }
        return answerThoroughly(subject, object, relation, context: context, now: now, limits: limits)
    }

    /// Whether a plain search is enough to know that the question is allowed in less than so many steps, counted as OpenFGA does.
    @inline(never)
    private func isPlainlyAllowed(
        _ subject: SubjectNumbers, _ object: UInt32, _ relation: Int, _ limits: CheckLimits, within dispatches: Int
    ) -> Bool {
        var limits = limits
        limits.dispatches = nil
        let number = plainProgram(of: relation, kind: subject.kind, limits)
        guard number >= 0 else { return false }
        let work = min(limits.work, PlainSearch.mostWork)
        return PlainSearch.holds(within: dispatches, self, program: number, at: object, subject: subject, work: work)
    }

    /// The program that can answer a question by itself, or -1.
    @inline(__always)
    func plainProgram(of relation: Int, kind: Int, _ limits: CheckLimits) -> Int32 {
        // Steps are counted as OpenFGA does only by the whole evaluation.
        guard program.relations[relation].isPlain, limits.dispatches == nil, limits.work > 0 else { return -1 }
        return program.plain.program(search: program.relations[relation].entry, kind: kind)
    }

    @inline(never)
    private func answerThoroughly(
        _ subject: SubjectNumbers, _ object: UInt32, _ relation: Int, context: [String: Value], now: Date, limits: CheckLimits
    ) -> CheckResult {
        var evaluation = CheckEvaluation(graph: self, subject: subject, context: context, now: now, limits: limits)
        let result = evaluation.answer(object, relation)
        guard evaluation.isWorthAnotherAttempt(at: relation) else { return result }
        var thorough = ThoroughEvaluation(
            CheckEvaluation(graph: self, subject: subject, context: context, now: now, limits: limits, isThorough: true))
        return thorough.answer(object, relation)
    }

    func prepare(_ question: Question) -> Result<Prepared, CheckFailure> {
        guard question.contextual.isEmpty else { return prepareContextual(question) }
        return find(question)
    }

    private func prepareContextual(_ question: Question) -> Result<Prepared, CheckFailure> {
        if let failure = refusal(of: question.contextual, limits: question.limits) { return .failure(failure) }
        return overlaying(question.contextual).find(question)
    }

    /// Why these cannot be the contextual relationships of a question; nil when they can.
    func refusal(of contextual: [Relationship], limits: CheckLimits) -> CheckFailure? {
        guard contextual.count <= limits.contextualRelationships else {
            let message = "send at most \(limits.contextualRelationships) contextual relationships"
            return CheckFailure(.tooManyContextualRelationships, message)
        }
        for relationship in contextual {
            guard let refusal = model.refusal(of: relationship) else { continue }
            let kind: CheckFailure.Code =
                switch refusal.kind {
                case .unknownCondition, .invalidConditionContext: .invalidContextualCondition
                default: .invalidContextualRelationship
                }
            return CheckFailure(kind, "contextual relationship `\(relationship)`: \(refusal.message)")
        }
        return refusalOfDuplicates(in: contextual)
    }

    /// The same relationship twice says nothing new; with two conditions or expiries it is unclear which of them is meant.
    private func refusalOfDuplicates(in contextual: [Relationship]) -> CheckFailure? {
        guard contextual.count > 1 else { return nil }
        var first: [RelationshipKey: Relationship] = [:]
        for relationship in contextual {
            guard let other = first.updateValue(relationship, forKey: relationship.key), other != relationship else { continue }
            let message = "contextual relationship `\(relationship)` is there twice, with different conditions or expiries"
            return CheckFailure(.duplicateContextualRelationship, message)
        }
        return nil
    }

    private func find(_ question: Question) -> Result<Prepared, CheckFailure> {
        let found: (object: UInt32, relation: Int)
        switch findObject(question) {
        case .failure(let failure): return .failure(failure)
        case .success(let names): found = names
        }
        let definition = model.definition
        guard let subjectType = definition.type(question.subject.type) else {
            return .failure(CheckFailure(.unknownType, "the model has no type `\(question.subject.type)`"))
        }
        var subjectRelation = -1
        if let name = question.subject.relation {
            guard let number = definition.relation(name, on: subjectType) else {
                return .failure(CheckFailure(.unknownRelation, "the type `\(question.subject.type)` has no relation `\(name)`"))
            }
            subjectRelation = number
        }
        let subject = subject(question, type: subjectType, relation: subjectRelation)
        return .success(Prepared(graph: self, subject: subject, object: found.object, relation: found.relation))
    }

    func findObject(_ question: Question) -> Result<(object: UInt32, relation: Int), CheckFailure> {
        guard let type = model.definition.type(question.object.type) else {
            return .failure(CheckFailure(.unknownType, "the model has no type `\(question.object.type)`"))
        }
        guard let relation = model.definition.relation(question.relation, on: type) else {
            let message = "the type `\(question.object.type)` has no relation `\(question.relation.prefix(120))`"
            return .failure(CheckFailure(.unknownRelation, message))
        }
        let object = content.entities.entity(type: program.graphTypes[type], id: question.object.id)
        return .success((object ?? SubjectNumbers.unknownObject, relation))
    }

    private func subject(_ question: Question, type: Int, relation: Int) -> SubjectNumbers {
        var entity = content.entities.entity(type: program.graphTypes[type], id: question.subject.id)
        if entity == nil, sameBytes(question.subject.id, question.object.id), sameBytes(question.subject.type, question.object.type) {
            entity = SubjectNumbers.unknownObject
        }
        return subjectNumbers(
            entity ?? SubjectNumbers.unknownSubject, type: type, relation: relation, isWildcard: question.subject.isWildcard)
    }
}
