package import Expressions
package import Permissions

package import struct Foundation.Date

/// An OpenFGA store file (openfga/cli `docs/STORE_FILE.md`): a model, relationships, and tests of what follows from them.
package struct StoreFile: Sendable {
    package let name: String
    package let model: Model
    package let tuples: [Relationship]
    package let tests: [StoreTest]
    /// What is allowed but probably not meant, in the file and in its model.
    package let warnings: [FileProblem]
}

/// One test: relationships on top of those of the store, and what must be true then.
package struct StoreTest: Sendable {
    package let name: String
    package let tuples: [Relationship]
    package let checks: [CheckAssertion]
    package let objectLists: [ObjectListAssertion]
    package let userLists: [UserListAssertion]
}

/// What a question is asked with.
package struct AssertionCircumstances: Sendable {
    package let context: [String: Value]
    /// The time it is asked at in place of the present, which is our addition to the format.
    package let now: Date?
}

/// May `subject` do `relation` to `object`?
package struct CheckAssertion: Sendable {
    package let subject: SubjectReference
    package let relation: String
    package let object: ObjectReference
    package let circumstances: AssertionCircumstances
    package let expected: Bool
}

/// Exactly which objects of `type` has `subject` the `relation` to?
package struct ObjectListAssertion: Sendable {
    package let subject: SubjectReference
    package let type: String
    package let relation: String
    package let circumstances: AssertionCircumstances
    package let expected: Set<String>
}

/// Exactly which users of `type`, or which `type#userRelation`, have the `relation` to `object`?
package struct UserListAssertion: Sendable {
    package let object: ObjectReference
    package let relation: String
    package let type: String
    package let userRelation: String?
    package let circumstances: AssertionCircumstances
    package let expected: Set<String>
}
