package import struct Foundation.Date

/// The names of a question as they stand in a request, in UTF-8: may this one subject do that.
package struct QuestionNames {
    fileprivate let subjectType: UnsafeBufferPointer<UInt8>
    fileprivate let subjectID: UnsafeBufferPointer<UInt8>
    fileprivate let relation: UnsafeBufferPointer<UInt8>
    fileprivate let objectType: UnsafeBufferPointer<UInt8>
    fileprivate let objectID: UnsafeBufferPointer<UInt8>

    package init(
        subject: (type: UnsafeBufferPointer<UInt8>, id: UnsafeBufferPointer<UInt8>), relation: UnsafeBufferPointer<UInt8>,
        object: (type: UnsafeBufferPointer<UInt8>, id: UnsafeBufferPointer<UInt8>)
    ) {
        subjectType = subject.type
        subjectID = subject.id
        self.relation = relation
        objectType = object.type
        objectID = object.id
    }

    /// Whether references can be made of them as they are; false says nothing.
    fileprivate var arePlain: Bool {
        ReferenceRules.isPlainID(subjectID) && ReferenceRules.isPlainID(objectID)
            && subjectType.count + 1 + subjectID.count <= ReferenceRules.subjectLimit
            && objectType.count + 1 + objectID.count <= ReferenceRules.objectLimit
            && !(objectID.count == 1 && objectID[0] == UInt8(ascii: "*"))
    }

    /// A wildcard stands for no subject of its own, and a subject that is the object itself may be in no relationship: both are rare.
    fileprivate var needThought: Bool {
        subjectID.count == 1 && subjectID[0] == UInt8(ascii: "*")
            || subjectID.count == objectID.count && subjectID.elementsEqual(objectID)
    }
}

extension Graph {
    /// The answer to a question without context that is asked with the bytes of its names, from which no reference is made.
    ///
    /// Nil where it has to be asked as a `Question`: names that are not plain or not in the model, failures, limits.
    package func check(_ names: QuestionNames, now: Date, limits: CheckLimits) -> Bool? {
        let definition = model.definition
        guard names.arePlain, !names.needThought, let objectType = definition.type(names.objectType),
            let relation = definition.relation(names.relation, on: objectType), let subjectType = definition.type(names.subjectType)
        else { return nil }
        let object = content.entities.entity(type: program.graphTypes[objectType], id: names.objectID)
        let entity = content.entities.entity(type: program.graphTypes[subjectType], id: names.subjectID)
        let subject = subjectNumbers(entity ?? SubjectNumbers.unknownSubject, type: subjectType, relation: -1, isWildcard: false)
        switch answer(subject, object ?? SubjectNumbers.unknownObject, relation, context: [:], now: now, limits: limits) {
        case .allowed: return true
        case .denied: return false
        case .failed: return nil
        }
    }
}
