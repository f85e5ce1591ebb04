package import Expressions
package import Permissions

/// An OpenFGA store file (openfga/cli `docs/STORE_FILE.md`): a model, relationships, and tests of what follows from them.
package struct StoreFile: Sendable {
    package let name: String
    package let model: Model
    package let tuples: [Relationship]
    package let tests: [StoreTest]
}

/// One test: relationships on top of those of the store, and what must be true then.
package struct StoreTest: Sendable {
    package let name: String
    package let tuples: [Relationship]
    package let checks: [CheckAssertion]
    package let objectLists: [ObjectListAssertion]
    package let userLists: [UserListAssertion]
}

/// May `subject` do `relation` to `object`?
package struct CheckAssertion: Sendable {
    package let subject: SubjectReference
    package let relation: String
    package let object: ObjectReference
    package let context: [String: Value]
    package let expected: Bool
}

/// Exactly which objects of `type` has `subject` the `relation` to?
package struct ObjectListAssertion: Sendable {
    package let subject: SubjectReference
    package let type: String
    package let relation: String
    package let context: [String: Value]
    package let expected: Set<String>
}

/// Exactly which users of `type`, or which `type#userRelation`, have the `relation` to `object`?
package struct UserListAssertion: Sendable {
    package let object: ObjectReference
    package let relation: String
    package let type: String
    package let userRelation: String?
    package let context: [String: Value]
    package let expected: Set<String>
}
