/// The texts of a relationship without condition and expiry, as bytes that somebody else keeps.
package struct RelationshipTexts {
    package typealias Text = UnsafeBufferPointer<UInt8>

    package let objectType: Text
    package let objectID: Text
    package let relation: Text
    package let subjectType: Text
    package let subjectID: Text
    /// Empty for a subject that is not a set.
    package let subjectRelation: Text

    package init(objectType: Text, objectID: Text, relation: Text, subjectType: Text, subjectID: Text, subjectRelation: Text) {
        self.objectType = objectType
        self.objectID = objectID
        self.relation = relation
        self.subjectType = subjectType
        self.subjectID = subjectID
        self.subjectRelation = subjectRelation
    }

    var subjectIsStar: Bool { subjectID.count == 1 && subjectID[0] == UInt8(ascii: "*") }

    /// Whether both ids follow their rules, as far as bytes below 0x7F tell; false for all others, which may be right or wrong.
    var hasPlainIDs: Bool {
        let objectIsStar = objectID.count == 1 && objectID[0] == UInt8(ascii: "*")
        return objectType.count + 1 + objectID.count <= ReferenceRules.objectLimit && !objectIsStar
            && subjectType.count + 1 + subjectID.count <= ReferenceRules.subjectLimit && !(subjectIsStar && !subjectRelation.isEmpty)
            && ReferenceRules.isPlainID(objectID) && ReferenceRules.isPlainID(subjectID)
    }
}

extension Relationship {
    /// Runs `body` on the bytes of the key.
    @inline(__always)
    func withTexts<Result>(_ body: (RelationshipTexts) -> Result) -> Result {
        object.type.withBytes { objectType in
            object.id.withBytes { objectID in
                relation.withBytes { relation in
                    subject.type.withBytes { subjectType in
                        subject.id.withBytes { subjectID in
                            (subject.relation ?? "").withBytes { subjectRelation in
                                body(
                                    RelationshipTexts(
                                        objectType: objectType, objectID: objectID, relation: relation, subjectType: subjectType,
                                        subjectID: subjectID, subjectRelation: subjectRelation))
                            }
                        }
                    }
                }
            }
        }
    }
}
