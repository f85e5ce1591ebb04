import Expressions
import Permissions

extension StoreFileReader {
    mutating func readTest(_ node: FileNode, path: String, model: Model?) -> StoreTest {
        let allowed: Set<String> = [
            "name", "description", "tuples", "tuple_file", "tuple_files", "check", "list_objects", "list_users",
        ]
        let members = reading.members(node, path: path, allowed: allowed)
        let name = reading.text(members["name"], path: FileReading.path(path, "name"))
        _ = reading.text(members["description"], path: FileReading.path(path, "description"))
        let tuples = readTuples(members, path: path, model: model)
        var checks: [CheckAssertion] = []
        for (path, node) in reading.list(members["check"], path: FileReading.path(path, "check")) { checks += readCheck(node, path: path) }
        var objectLists: [ObjectListAssertion] = []
        for (path, node) in reading.list(members["list_objects"], path: FileReading.path(path, "list_objects")) {
            objectLists += readObjectList(node, path: path)
        }
        var userLists: [UserListAssertion] = []
        for (path, node) in reading.list(members["list_users"], path: FileReading.path(path, "list_users")) {
            userLists += readUserList(node, path: path)
        }
        return StoreTest(name: name ?? path, tuples: tuples, checks: checks, objectLists: objectLists, userLists: userLists)
    }

    /// Each of the users with each of the objects and each of the relations.
    private mutating func readCheck(_ node: FileNode, path: String) -> [CheckAssertion] {
        let members = reading.members(node, path: path, allowed: ["user", "users", "object", "objects", "context", "now", "assertions"])
        let users = readOneOrMore(members, "user", "users", in: node, path: path)
        let objects = readOneOrMore(members, "object", "objects", in: node, path: path)
        let circumstances = readCircumstances(members, path: path)
        let assertions = readAssertions(members["assertions"], in: node, path: path)
        let expected = assertions.compactMap { assertion -> (String, Bool)? in
            guard let allowed = assertion.value.truth else {
                let message = "write true or false, found \(assertion.value.shown)"
                reading.report(message, code: "wrong_type", at: assertion.value, path: assertion.path)
                return nil
            }
            return (assertion.relation, allowed)
        }
        guard mayAdd(users.count * objects.count * expected.count, at: node, path: path) else { return [] }
        var checks: [CheckAssertion] = []
        for user in users {
            guard let subject = subject(user, at: node, path: path) else { continue }
            for text in objects {
                guard let object = object(text, at: node, path: path) else { continue }
                checks += expected.map { relation, allowed in
                    CheckAssertion(subject: subject, relation: relation, object: object, circumstances: circumstances, expected: allowed)
                }
            }
        }
        return checks
    }

    private mutating func readObjectList(_ node: FileNode, path: String) -> [ObjectListAssertion] {
        let members = reading.members(node, path: path, allowed: ["user", "type", "context", "now", "assertions"])
        let user = reading.requiredText(members["user"], in: node, path: FileReading.path(path, "user"))
        let type = reading.requiredText(members["type"], in: node, path: FileReading.path(path, "type"))
        let circumstances = readCircumstances(members, path: path)
        let assertions = readAssertions(members["assertions"], in: node, path: path)
        guard let user, let type, let subject = subject(user, at: node, path: path) else { return [] }
        guard mayAdd(assertions.count, at: node, path: path) else { return [] }
        return assertions.map { assertion in
            let expected = Set(reading.texts(assertion.value.unlessNull, path: assertion.path))
            return ObjectListAssertion(
                subject: subject, type: type, relation: assertion.relation, circumstances: circumstances, expected: expected)
        }
    }

    private mutating func readUserList(_ node: FileNode, path: String) -> [UserListAssertion] {
        let members = reading.members(node, path: path, allowed: ["object", "user_filter", "context", "now", "assertions"])
        let object = reading.requiredText(members["object"], in: node, path: FileReading.path(path, "object"))
        let circumstances = readCircumstances(members, path: path)
        let assertions = readAssertions(members["assertions"], in: node, path: path)
        let filter = readUserFilter(members["user_filter"], in: node, path: FileReading.path(path, "user_filter"))
        guard let object, let reference = self.object(object, at: node, path: path), let filter else { return [] }
        guard mayAdd(assertions.count, at: node, path: path) else { return [] }
        return assertions.map { assertion in
            let inner = assertion.value.unlessNull.map { reading.members($0, path: assertion.path, allowed: ["users"]) }
            let expected = Set(reading.texts(inner?["users"], path: FileReading.path(assertion.path, "users")))
            return UserListAssertion(
                object: reference, relation: assertion.relation, type: filter.type, userRelation: filter.relation,
                circumstances: circumstances, expected: expected)
        }
    }

    private mutating func readCircumstances(_ members: [String: FileNode], path: String) -> AssertionCircumstances {
        AssertionCircumstances(
            context: TupleReader.context(members["context"], path: FileReading.path(path, "context"), reading: &reading),
            now: reading.time(members["now"], path: FileReading.path(path, "now")))
    }

    /// The format has a list here, of which upstream uses the first.
    private mutating func readUserFilter(_ node: FileNode?, in parent: FileNode, path: String) -> (type: String, relation: String?)? {
        let filters = reading.list(node, path: path)
        guard let filter = filters.first else {
            reading.report("give a filter with a `type`", code: "missing_member", at: node ?? parent, path: path)
            return nil
        }
        if filters.count > 1 {
            let message = "only the first of \(filters.count) filters is used; write one assertion for each"
            reading.warn(message, code: "filters_not_used", at: filters[1].node, path: filters[1].path)
        }
        let members = reading.members(filter.node, path: filter.path, allowed: ["type", "relation"])
        let type = reading.requiredText(members["type"], in: filter.node, path: FileReading.path(filter.path, "type"))
        let relation = reading.text(members["relation"], path: FileReading.path(filter.path, "relation"))
        return type.map { ($0, relation) }
    }

    private mutating func readAssertions(
        _ node: FileNode?, in parent: FileNode, path: String
    ) -> [(relation: String, path: String, value: FileNode)] {
        let path = FileReading.path(path, "assertions")
        guard let node, case .object(let members) = node.content else {
            let message = "add `assertions`: a mapping from relations to what is expected"
            reading.report(message, code: "missing_member", at: node ?? parent, path: path)
            return []
        }
        return members.map { ($0.name, FileReading.path(path, $0.name), $0.value) }
    }

    private mutating func readOneOrMore(
        _ members: [String: FileNode], _ one: String, _ more: String, in node: FileNode, path: String
    ) -> [String] {
        guard (members[one] == nil) != (members[more] == nil) else {
            reading.report("give either `\(one)` or `\(more)`", at: node, path: path)
            return []
        }
        if let single = members[one] { return reading.text(single, path: FileReading.path(path, one)).map { [$0] } ?? [] }
        return reading.texts(members[more], path: FileReading.path(path, more))
    }

    private mutating func subject(_ text: String, at node: FileNode, path: String) -> SubjectReference? {
        do throws(InvalidReference) {
            return try SubjectReference(parsing: text)
        } catch {
            reading.report("\(error)", at: node, path: path)
            return nil
        }
    }

    private mutating func object(_ text: String, at node: FileNode, path: String) -> ObjectReference? {
        do throws(InvalidReference) {
            return try ObjectReference(parsing: text)
        } catch {
            reading.report("\(error)", at: node, path: path)
            return nil
        }
    }

    private mutating func mayAdd(_ count: Int, at node: FileNode, path: String) -> Bool {
        assertionCount += count
        guard assertionCount > FileLimits.assertions else { return true }
        reading.report("use at most \(FileLimits.assertions) assertions in one file", at: node, path: path)
        return false
    }
}
